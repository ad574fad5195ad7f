import Seq2SeqTensors

/// The number format of the matrix products in training.
public enum Precision: String, Codable, CaseIterable, Sendable {
  /// IEEE single precision.
  case float32
  /// Products in bfloat16, added up in single precision; weights, states, softmax, loss and what the
  /// optimizer remembers stay in single precision.
  case bfloat16

  /// The same of a model in use.
  public var inUse: InferencePrecision {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    }
  }

  /// Whether this processor multiplies in it. Where it does not, float32 takes its place.
  public var isAvailable: Bool { inUse.isAvailable }

  /// The format of products here.
  package var format: NumberFormat { inUse.format }
}
