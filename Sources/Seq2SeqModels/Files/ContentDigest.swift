import Crypto

/// The digest of a small file, which shows damage; `BlockDigest` is for large ones.
package enum ContentDigest {
  /// The SHA-256 of bytes in hexadecimal digits.
  package static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

  /// Bytes in hexadecimal digits, in lower case.
  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
