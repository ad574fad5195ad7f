import Foundation

/// A vocabulary as another toolkit wrote it: a token on each line, in the order of an embedding's rows.
///
/// Three forms are told apart by themselves: `TOKEN` alone (JoeyNMT), `TOKEN<TAB>COUNT` (OpenNMT) and
/// `TOKEN COUNT` (fairseq). The special symbols are known by their usual spellings; a file that has none of
/// them is one to whose tokens the toolkit adds them in front when it reads it.
public struct VocabularyFile: Sendable {
  /// Its path, as it was given.
  public let path: String
  /// Its tokens, the special symbols at this project's numbers and the others in the file's order.
  public let vocabulary: Vocabulary
  /// The embedding's row of each number of `vocabulary`; nil for a special symbol that has none.
  public let rows: [Int?]
  /// The embedding's rows.
  public let rowCount: Int

  /// The spellings of the special symbols, in lower case, at their numbers.
  private static let spellings = [
    ["<pad>", "<blank>", "[pad]"], ["<unk>", "[unk]"], ["<s>", "<bos>", "<sos>", "[bos]", "[sos]"],
    ["</s>", "<eos>", "[eos]"],
  ]

  /// The order in which fairseq adds its symbols to every dictionary.
  private static let fairseqSymbols = ["<s>", "<pad>", "</s>", "<unk>"]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - specialSymbols: The symbols that precede the tokens of a file that names none, in order; needed
  ///     unless it is fairseq's.
  /// - Throws: ``UserError`` that names the line that is wrong.
  public init(path: String, specialSymbols: [String]? = nil) throws {
    self.path = path
    let (lines, repaired) = LineReader.lines(in: Array(try CorpusReader.open(path)))
    func error(line: Int? = nil, _ problem: String, _ remedy: String) -> UserError {
      UserError(.badData, file: path, line: line, problem, remedy: remedy)
    }
    guard repaired == 0 else { throw error("is not UTF-8", "save it as UTF-8") }
    let form = Form(lines)
    var entries: [(token: String, count: Int, line: Int?)] = []
    for (index, line) in lines.enumerated() {
      guard let (token, count) = form.parse(line), !token.isEmpty else {
        throw error(
          line: index + 1, line.isEmpty ? "is empty" : "is not \(form.rawValue) like the others",
          "write a token on each line, in the order of the embedding's rows")
      }
      entries.append((Normalization.composed(token), count, index + 1))
    }
    if !entries.contains(where: { Self.special($0.token) != nil }) {
      guard let added = specialSymbols ?? (form == .fairseq ? Self.fairseqSymbols : nil) else {
        throw error(
          "names none of <pad>, <unk>, <s> and </s>",
          "say with --special-symbols which precede its tokens, as in '<unk>,<pad>,<s>,</s>'")
      }
      entries = try Self.entries(of: added) + entries
    } else if specialSymbols != nil {
      throw UserError(
        .usage, file: path, "names its special symbols itself",
        remedy: "leave --special-symbols out")
    }
    rowCount = entries.count
    var rows = [Int?](repeating: nil, count: Vocabulary.specialTokens.count)
    var table = TokenTable(capacity: entries.count)
    var counts: [Int] = []
    for (row, entry) in entries.enumerated() {
      if let symbol = Self.special(entry.token) {
        guard rows[symbol] == nil else {
          throw error(
            line: entry.line, "'\(entry.token)' is a second \(Vocabulary.specialTokens[symbol])",
            "keep one spelling of each special symbol")
        }
        rows[symbol] = row
        continue
      }
      guard table.intern(Array(entry.token.utf8).span) == Int32(truncatingIfNeeded: counts.count)
      else {
        throw error(
          line: entry.line, "the token '\(entry.token)' is there twice",
          "take one out, with its row in the embedding")
      }
      counts.append(entry.count)
      rows.append(row)
    }
    self.rows = rows
    vocabulary = Vocabulary(table: table, frequencies: counts)
  }

  /// The number of a special symbol, however it is spelt.
  private static func special(_ token: String) -> Int? {
    let lowercased = token.lowercased()
    return spellings.firstIndex { $0.contains(lowercased) }
  }

  private static func entries(
    of symbols: [String]
  ) throws -> [(token: String, count: Int, line: Int?)] {
    try symbols.map { symbol in
      guard special(symbol) != nil else {
        throw UserError(
          .usage, "'\(symbol)' is no special symbol",
          remedy: "choose from \(Vocabulary.specialTokens.joined(separator: ", "))")
      }
      return (symbol, 1, nil)
    }
  }

  /// How a line is written.
  private enum Form: String {
    case plain = "TOKEN"
    case counted = "TOKEN<TAB>COUNT"
    case fairseq = "TOKEN COUNT"

    /// Some toolkits write their special symbols without counts, so that these decide nothing.
    init(_ lines: [String]) {
      let ordinary = lines.filter { VocabularyFile.special($0) == nil }
      func all(_ separator: Character) -> Bool {
        !ordinary.isEmpty && ordinary.allSatisfy { Self.split($0, at: separator) != nil }
      }
      // The first line decides for tabs, so that a later one without is found.
      if let first = ordinary.first, Self.split(first, at: "\t") != nil {
        self = .counted
      } else {
        self = all(" ") ? .fairseq : .plain
      }
    }

    /// The token of a line and how often it was seen, at least once.
    func parse(_ line: String) -> (token: String, count: Int)? {
      if VocabularyFile.special(line) != nil { return (line, 1) }
      return switch self {
      case .plain: (line, 1)
      case .counted: Self.split(line, at: "\t")
      case .fairseq: Self.split(line, at: " ")
      }
    }

    private static func split(_ line: String, at separator: Character) -> (String, Int)? {
      // Characters would join a separator with a combining mark after it.
      guard let scalar = separator.unicodeScalars.first,
        let place = line.unicodeScalars.lastIndex(of: scalar),
        place > line.unicodeScalars.startIndex
      else { return nil }
      let digits = line.unicodeScalars[line.unicodeScalars.index(after: place)...]
      guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
      // Who counted beyond what fits has counted enough.
      let count = Int(String(digits)) ?? .max
      return (String(line.unicodeScalars[..<place]), max(1, count))
    }
  }
}
