/// The number format of the matrix products.
public enum Precision: String, Codable, CaseIterable, Sendable {
  /// IEEE single precision.
  case float32
  /// Products in bfloat16, master weights in single precision.
  case bfloat16
}
