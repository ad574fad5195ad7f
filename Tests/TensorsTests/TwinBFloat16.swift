@testable import Seq2SeqTensors

/// Rounding to bfloat16 as its definition says: to the nearer of the two neighbours, and between two that are
/// as near to the one whose last bit is 0.
enum TwinBFloat16 {
  static func bits(_ number: Float) -> UInt16 {
    let below = UInt16(number.bitPattern >> 16)
    // What is no number stays none and keeps what of its payload there is room for.
    guard !number.isNaN else { return below | 0x0040 }
    guard number.isFinite else { return below }
    let above = below + 1
    let toBelow = abs(Double(number) - value(below))
    let toAbove = abs(Double(number) - value(above))
    if toBelow == toAbove { return below % 2 == 0 ? below : above }
    return toBelow < toAbove ? below : above
  }

  /// What bits stand for; an infinity stands for the number that would follow the largest.
  static func value(_ bits: UInt16) -> Double {
    switch bits {
    case 0x7F80: 0x1p128
    case 0xFF80: -0x1p128
    default: Double(Float(bitPattern: UInt32(bits) << 16))
    }
  }
}

extension NumberFormat {
  /// Those without scales that this processor multiplies in; the others have `QuantizedProductTests`.
  static let supported = [float32, bfloat16].filter(\.isSupported)

  /// The number as the products read it.
  func rounded(_ number: Float) -> Float {
    self == .float32 ? number : Float(bitPattern: UInt32(TwinBFloat16.bits(number)) << 16)
  }
}
