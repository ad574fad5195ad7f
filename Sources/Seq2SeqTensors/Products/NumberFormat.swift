import CKernels

/// The number format of both sides of a matrix product with weights. Results, states, gradients, moments and
/// the weights that are trained are float32 in any case.
package enum NumberFormat: String, Sendable, CaseIterable {
  /// IEEE single precision.
  case float32
  /// The upper half of a float32: eight bits of significand, products added up in float32.
  case bfloat16
  /// Integers from -127 to 127 with a scale for each row of either side, added up in 32 bits. For models in
  /// use: nothing can be trained in it.
  case int8
  /// The integers of `int8` in products of float32, for processors that have no products of 8-bit integers.
  /// Sums of up to 1,040 products are exact (1,040 * 127 * 127 < 2^24), so that results are those of `int8`
  /// to the bit; longer ones are rounded.
  case int8InFloat32

  /// Whether products in it are to be had here, and are faster than in float32 or stand for others.
  package var isSupported: Bool {
    switch self {
    case .float32, .int8InFloat32: true
    case .bfloat16:
      #if canImport(COneDNN)
        ck_has_bfloat16()
      #else
        false
      #endif
    case .int8:
      // Without these instructions the library adds pairs in 16 bits, which overflow.
      #if canImport(COneDNN)
        ck_has_int8()
      #else
        false
      #endif
    }
  }

  /// Whether numbers are integers with a scale for each row.
  var isQuantized: Bool { self == .int8 || self == .int8InFloat32 }

  /// Bytes of a number.
  var size: Int {
    switch self {
    case .float32, .int8InFloat32: MemoryLayout<Float>.size
    case .bfloat16: MemoryLayout<UInt16>.size
    case .int8: MemoryLayout<UInt8>.size
    }
  }
}
