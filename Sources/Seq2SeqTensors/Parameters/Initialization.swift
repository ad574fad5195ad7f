/// How a parameter's first values are drawn.
package enum Initialization: Sendable, Hashable {
  /// Uniform in plus or minus the square root of 6 / (inputs + outputs) (Glorot and Bengio 2010); the
  /// rows hold `gates` matrices, each with its own outputs.
  case glorot(gates: Int)
  /// Uniform in plus or minus a bound.
  case uniform(Float)
  /// One constant for each gate's part of a bias.
  case gates([Float])
  /// Zeros.
  case zeros
}
