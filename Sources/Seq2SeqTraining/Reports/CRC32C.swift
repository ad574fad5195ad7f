/// The checksum CRC-32C (Castagnoli), by bytes: the records it covers here are short.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1
    }
  }

  static func value(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { value, byte in
      table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ (value >> 8)
    }
  }

  /// As TensorFlow stores it: a CRC of data that hold CRCs would be a poor one.
  static func masked(_ bytes: [UInt8]) -> UInt32 {
    let value = value(bytes)
    return ((value >> 15) | (value << 17)) &+ 0xA282_EAD8
  }
}
