/// The rule that turns gradients into updates.
public enum OptimizerKind: String, Codable, CaseIterable, Sendable {
  /// Stochastic gradient descent.
  case sgd
  /// Adam (Kingma and Ba 2015).
  case adam
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
  case adamw
  /// AdaGrad (Duchi et al. 2011).
  case adagrad
  /// ADADELTA (Zeiler 2012).
  case adadelta
  /// RMSProp (Tieleman and Hinton 2012).
  case rmsprop
}
