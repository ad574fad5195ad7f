/// The tokenization of mteval-v13a as sacreBLEU has it, as passes over code points.
///
/// Each pass scans from left to right and goes on after what it replaced, as a regular expression's
/// replacement does: of two full stops in a row, the second is not looked at by the same pass.
enum Mteval13a {
  private static let space: UInt32 = 0x20
  private static let newline: UInt32 = 0x0A
  private static let hyphen: UInt32 = 0x2D
  private static let ampersand: UInt32 = 0x26

  private static let skipped = codePoints("<skipped>")
  private static let wordBreak = [hyphen, newline]

  /// In this order: what un-escaping `&amp;` leaves may be un-escaped by the entities below it.
  private static let entities: [(name: [UInt32], character: [UInt32])] = [
    (codePoints("&quot;"), codePoints("\"")), (codePoints("&amp;"), codePoints("&")),
    (codePoints("&lt;"), codePoints("<")), (codePoints("&gt;"), codePoints(">")),
  ]

  /// The line with white space around each token.
  static func spaced(_ line: [UInt32]) -> [UInt32] {
    var line = replacing(skipped, with: [], in: line)
    line = replacing(wordBreak, with: [], in: line)
    if line.contains(ampersand) {
      for entity in entities { line = replacing(entity.name, with: entity.character, in: line) }
    }
    line = surroundingSymbols(in: line)
    line = rewritingPairs(in: line, where: { !isDigit($0) && isStop($1) }) { first, second in
      (first, space, second, space)
    }
    line = rewritingPairs(in: line, where: { isStop($0) && !isDigit($1) }) { first, second in
      (space, first, space, second)
    }
    return rewritingPairs(in: line, where: { isDigit($0) && $1 == hyphen }) { first, second in
      (first, space, second, space)
    }
  }

  /// Puts spaces around each ASCII punctuation mark but the four that numbers and words contain,
  /// and one at either end of the line, so that a mark there has a neighbour.
  private static func surroundingSymbols(in line: [UInt32]) -> [UInt32] {
    var result: [UInt32] = [space]
    result.reserveCapacity(line.count * 2)
    for scalar in line {
      if isSymbol(scalar) {
        result.append(space)
        result.append(scalar)
        result.append(space)
      } else {
        result.append(scalar == newline ? space : scalar)
      }
    }
    result.append(space)
    return result
  }

  @inline(__always)
  private static func rewritingPairs(
    in line: [UInt32], where matches: (UInt32, UInt32) -> Bool,
    as rewritten: (UInt32, UInt32) -> (UInt32, UInt32, UInt32, UInt32)
  ) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(line.count * 2)
    var index = 0
    while index < line.count {
      if index + 1 < line.count, matches(line[index], line[index + 1]) {
        let (first, second, third, fourth) = rewritten(line[index], line[index + 1])
        result.append(first)
        result.append(second)
        result.append(third)
        result.append(fourth)
        index += 2
      } else {
        result.append(line[index])
        index += 1
      }
    }
    return result
  }

  /// Replaces each occurrence of a pattern that is not empty.
  private static func replacing(
    _ pattern: [UInt32], with replacement: [UInt32], in line: [UInt32]
  ) -> [UInt32] {
    guard let first = pattern.first, line.contains(first) else { return line }
    var result: [UInt32] = []
    result.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      if line[index] == first, line[index...].starts(with: pattern) {
        result.append(contentsOf: replacement)
        index += pattern.count
      } else {
        result.append(line[index])
        index += 1
      }
    }
    return result
  }

  private static func isSymbol(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x21...0x26, 0x28...0x2B, 0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  private static func isStop(_ scalar: UInt32) -> Bool { scalar == 0x2E || scalar == 0x2C }

  private static func isDigit(_ scalar: UInt32) -> Bool { 0x30...0x39 ~= scalar }

  private static func codePoints(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
