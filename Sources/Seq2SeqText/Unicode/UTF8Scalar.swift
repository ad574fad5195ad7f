/// Scalars in UTF-8 that is known to be valid.
enum UTF8Scalar {
  /// The number of bytes of the scalar that a byte leads.
  static func width(ofLead byte: UInt8) -> Int {
    byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// The value of the one scalar that the bytes hold.
  static func value(of bytes: Span<UInt8>) -> UInt32 {
    guard bytes.count > 1 else { return bytes.isEmpty ? 0 : UInt32(bytes[0]) }
    var value = UInt32(bytes[0]) & (0xFF >> UInt32(bytes.count + 1))
    for index in 1..<bytes.count { value = value << 6 | UInt32(bytes[index] & 0x3F) }
    return value
  }
}

extension String {
  /// The text of UTF-8 bytes; what is broken becomes U+FFFD.
  init(repairing bytes: Span<UInt8>) {
    self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
