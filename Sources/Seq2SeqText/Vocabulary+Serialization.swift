extension Vocabulary {
  private static let tab = UInt8(ascii: "\t")
  private static let newline = UInt8(ascii: "\n")
  private static let backslash = UInt8(ascii: "\\")
  /// A byte and the letter that follows the backslash in its place.
  private static let escapes: [(byte: UInt8, letter: UInt8)] = [
    (tab, UInt8(ascii: "t")), (newline, UInt8(ascii: "n")), (0x0D, UInt8(ascii: "r")),
    (backslash, backslash),
  ]

  /// The vocabulary as UTF-8 text: a line `TOKEN<TAB>COUNT` for each token, without the special
  /// symbols. Tab, newline, carriage return and backslash are written `\t`, `\n`, `\r` and `\\`.
  public func serialized() -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(table.bytes.count + table.count * 6)
    for index in 0..<table.count {
      for byte in table.bytes[table.range(of: index)] {
        if let escape = Self.escapes.first(where: { $0.byte == byte }) {
          text.append(Self.backslash)
          text.append(escape.letter)
        } else {
          text.append(byte)
        }
      }
      text.append(Self.tab)
      text.append(contentsOf: String(frequencies[index]).utf8)
      text.append(Self.newline)
    }
    return text
  }

  /// Reads what ``serialized()`` wrote.
  ///
  /// - Throws: ``UserError`` with the line at fault; the caller adds the file.
  public init(serialized text: [UInt8]) throws {
    guard String(validating: text, as: UTF8.self) != nil else {
      throw Self.damage("the vocabulary is not UTF-8", line: nil)
    }
    let bytes = text.span
    var table = TokenTable(capacity: bytes.count / 8)
    var frequencies: [Int] = []
    var token: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let line = table.count + 1
      guard Self.readToken(in: bytes, at: &position, into: &token) else {
        throw Self.damage("an escape in the vocabulary is unknown", line: line)
      }
      guard Self.isOrdinary(token.span) else {
        throw Self.damage("a token of the vocabulary is empty or a special symbol", line: line)
      }
      guard let count = Self.count(in: bytes, at: &position) else {
        throw Self.damage("a line of the vocabulary is not TOKEN<TAB>COUNT", line: line)
      }
      guard table.intern(token.span) == Int32(truncatingIfNeeded: frequencies.count) else {
        throw Self.damage("a token of the vocabulary is there twice", line: line)
      }
      frequencies.append(count)
    }
    self.init(table: table, frequencies: frequencies)
  }

  /// Reads what stands before the tab and takes the escapes out; `false` if an escape is unknown.
  private static func readToken(
    in bytes: Span<UInt8>, at position: inout Int, into token: inout [UInt8]
  ) -> Bool {
    token.removeAll(keepingCapacity: true)
    while position < bytes.count, bytes[position] != tab, bytes[position] != newline {
      var byte = bytes[position]
      if byte == backslash {
        position += 1
        guard position < bytes.count,
          let escape = escapes.first(where: { $0.letter == bytes[position] })
        else { return false }
        byte = escape.byte
      }
      token.append(byte)
      position += 1
    }
    return true
  }

  /// Reads a tab, decimal digits without a needless zero, and a newline.
  private static func count(in bytes: Span<UInt8>, at position: inout Int) -> Int? {
    guard position < bytes.count, bytes[position] == tab else { return nil }
    position += 1
    let start = position
    var count = 0
    while position < bytes.count, bytes[position] != newline {
      guard (0x30...0x39).contains(bytes[position]) else { return nil }
      let (tens, isTooLarge) = count.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(Int(bytes[position] - 0x30))
      let hasNeedlessZero = position > start && count == 0
      guard !isTooLarge, !overflows, !hasNeedlessZero else { return nil }
      count = sum
      position += 1
    }
    guard position < bytes.count, position > start else { return nil }
    position += 1
    return count
  }

  private static func damage(_ problem: String, line: Int?) -> UserError {
    UserError(.badData, line: line, problem, remedy: "take an undamaged copy of the model")
  }
}
