/// What a thread may be working on, for a profile of where time goes.
package enum WorkKind: Int, CaseIterable, Sendable {
  /// Looking rows up, dropout, joining and gathering rows.
  case rows
  /// Products of what is known before the first step, or of a step's input.
  case inputProducts
  /// Products of the state before.
  case recurrentProducts
  /// What the cells make of the products.
  case gates
  /// Keys, scores, softmax, contexts and the attentional state.
  case attention
  /// The vocabulary's logits, softmax and loss.
  case projection
  /// Gradients of the weights, as products over all rows of a batch, and their norm.
  case weightGradients
  /// The update of the weights.
  case optimizer
  /// Weights into the products' layout.
  case packing
  /// Nothing that has a name.
  case other
  /// Waiting for other threads or for work.
  case waiting

  /// What it is called.
  package var name: String {
    switch self {
    case .rows: "rows and dropout"
    case .inputProducts: "input products"
    case .recurrentProducts: "recurrent products"
    case .gates: "gates"
    case .attention: "attention"
    case .projection: "projection and softmax"
    case .weightGradients: "weight gradients"
    case .optimizer: "optimizer"
    case .packing: "packing"
    case .other: "other"
    case .waiting: "waiting"
    }
  }
}
