/// What is wrong with a header, without the file's name.
struct HeaderProblem: Error {
  let text: String

  init(_ text: String) { self.text = text }
}

/// Reads the few forms of JSON that a safetensors header holds: strings, whole numbers from 0, and
/// the punctuation between them.
///
/// A general JSON reader would accept duplicate keys, lose where a value stands, and descend as deep
/// as a hostile file asks.
struct HeaderScanner {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next byte that is not space, not taken.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Takes `character` if it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws {
    guard take(character) else {
      throw HeaderProblem("the header has no `\(character)` where one must stand, at \(position)")
    }
  }

  /// Calls `item` for each member of a list between two brackets, separated by commas.
  mutating func list(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, item: (inout HeaderScanner) throws -> Void
  ) throws {
    try expect(open)
    if take(close) { return }
    repeat { try item(&self) } while take(",")
    try expect(close)
  }

  /// A whole number from 0 to `Int.max`.
  mutating func integer() throws -> Int {
    guard let first = peek(), isDigit(first) else {
      throw HeaderProblem("the header has no whole number where one must stand, at \(position)")
    }
    let start = position
    var value = 0
    while position < bytes.count, isDigit(bytes[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
      guard !overflow, !carry else { throw HeaderProblem("a number in the header is too large") }
      value = sum
      position += 1
    }
    guard position - start == 1 || first != 0x30 else {
      throw HeaderProblem("a number in the header begins with 0")
    }
    return value
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// A string, and the range of bytes between its quotes.
  mutating func string() throws -> (text: String, range: Range<Int>) {
    try expect("\"")
    let start = position
    var text = ""
    var plain = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        try append(plain..<position, to: &text)
        position += 1
        return (text, start..<position - 1)
      case UInt8(ascii: "\\"):
        try append(plain..<position, to: &text)
        position += 1
        text.unicodeScalars.append(try escape())
        plain = position
      case 0..<0x20:
        throw HeaderProblem("a string in the header holds a control character")
      default:
        position += 1
      }
    }
    throw HeaderProblem("a string in the header does not end")
  }

  private func append(_ range: Range<Int>, to text: inout String) throws {
    guard let part = String(validating: bytes[range], as: UTF8.self) else {
      throw HeaderProblem("a string in the header is not UTF-8")
    }
    if text.isEmpty { text = part } else { text += part }
  }

  /// What follows a backslash.
  private mutating func escape() throws -> Unicode.Scalar {
    guard position < bytes.count else { throw HeaderProblem("the header ends inside an escape") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw HeaderProblem("a string in the header holds an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws -> Unicode.Scalar {
    let unit = try codeUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // A scalar beyond U+FFFF is written as two escapes, a high and a low surrogate.
    guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw HeaderProblem("a string in the header holds half a surrogate pair") }
    position += 2
    let low = try codeUnit()
    guard low >= 0xDC00, low <= 0xDFFF,
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    else { throw HeaderProblem("a string in the header holds half a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count,
        let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
      else { throw HeaderProblem("a string in the header holds a broken \\u escape") }
      value = (value << 4) + UInt32(digit)
      position += 1
    }
    return value
  }
}
