import Seq2SeqTensors

/// The number format of the matrix products of a model in use.
///
/// States, softmax and scores are in single precision in any case. A line's translation and score do not
/// depend on the lines beside it in any of them, but another format is another rounding: scores differ in
/// their last digits, and now and then a token does.
public enum InferencePrecision: String, CaseIterable, Sendable {
  /// IEEE single precision.
  case float32
  /// bfloat16, added up in single precision; float32 where the processor has no products in it.
  case bfloat16
  /// 8-bit integers, weights with a scale for each output, what they are multiplied with a scale for each
  /// row. Where the processor has no products of them their integers are multiplied in float32, which gives
  /// the same results and is not faster than float32.
  case int8

  /// Whether this processor multiplies in it, and so gains from it.
  public var isAvailable: Bool { wanted.isSupported }

  /// The format of products here.
  package var format: NumberFormat {
    switch self {
    case .int8 where !isAvailable: .int8InFloat32
    case _ where !isAvailable: .float32
    default: wanted
    }
  }

  private var wanted: NumberFormat {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    case .int8: .int8
    }
  }
}

extension Seq2SeqModel {
  /// The precision that the model is used in unless another is asked for: that in which it was trained, or
  /// int8 if its weights are.
  public var precision: InferencePrecision {
    parameters.isQuantized ? .int8 : configuration.training.precision.inUse
  }
}
