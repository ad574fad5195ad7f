/// The element types that are read, by their names in the format.
package enum TensorType: String, CaseIterable, Sendable {
  case float32 = "F32"
  case float64 = "F64"
  case bfloat16 = "BF16"
  case float16 = "F16"
  case int64 = "I64"
  case int32 = "I32"
  case int8 = "I8"
  case uint8 = "U8"

  /// Bytes of one element.
  package var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .bfloat16, .float16: 2
    case .int8, .uint8: 1
    }
  }
}
