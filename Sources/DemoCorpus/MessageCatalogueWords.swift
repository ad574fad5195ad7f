import Seq2SeqText

/// The bytes of a `.mo` file as 32-bit words in the file's byte order; every access is checked.
struct MessageCatalogueWords: Sendable {
  let bytes: [UInt8]
  let file: String
  let isBigEndian: Bool

  init(bytes: [UInt8], file: String) throws {
    self.bytes = bytes
    self.file = file
    switch Array(bytes.prefix(4)) {
    case [0xde, 0x12, 0x04, 0x95]: isBigEndian = false
    case [0x95, 0x04, 0x12, 0xde]: isBigEndian = true
    default:
      isBigEndian = false
      throw damage("it is not a gettext catalogue (.mo)")
    }
  }

  func word(at offset: Int) throws -> Int {
    guard offset >= 0, offset + 4 <= bytes.count else { throw damage("it ends too early") }
    let four = bytes[offset..<offset + 4]
    let inOrder = isBigEndian ? Array(four) : four.reversed()
    return inOrder.reduce(0) { $0 << 8 | Int($1) }
  }

  /// The string whose length and offset stand at `place`.
  func string(described place: Int) throws -> ArraySlice<UInt8> {
    let length = try word(at: place)
    let offset = try word(at: place + 4)
    guard offset + length <= bytes.count else {
      throw damage("a string of \(length) bytes at \(offset) lies outside its \(bytes.count) bytes")
    }
    return bytes[offset..<offset + length]
  }

  func damage(_ problem: String) -> UserError {
    UserError(.badData, file: file, problem, remedy: "fetch it again, or take it away")
  }
}
