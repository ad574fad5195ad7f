import CKernels

/// The number format of both sides of a matrix product with weights. Results, states, gradients, moments and
/// the weights that are trained are float32 in any case.
package enum NumberFormat: String, Sendable, CaseIterable {
  /// IEEE single precision.
  case float32
  /// The upper half of a float32: eight bits of significand, products added up in float32.
  case bfloat16

  /// Whether products in it are to be had here, and are faster than in float32.
  package var isSupported: Bool {
    switch self {
    case .float32: true
    case .bfloat16:
      #if canImport(COneDNN)
        ck_has_bfloat16()
      #else
        false
      #endif
    }
  }

  /// Bytes of a number.
  var size: Int { self == .float32 ? MemoryLayout<Float>.size : MemoryLayout<UInt16>.size }
}
