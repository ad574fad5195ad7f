/// The tokens that a model knows, with their numbers and how often they were seen in training.
///
/// The four special symbols come first; they are no text. A token of ordinary text that spells
/// `</s>` is unknown, never the end of a sentence. All others follow by falling frequency, equals
/// by their UTF-8 bytes, so that the same counts make the same vocabulary.
public struct Vocabulary: Sendable, Equatable {
  /// Fills the places after the end of a short sentence; `<pad>`.
  public static let padding: Int32 = 0
  /// Stands for every token that is not in the vocabulary; `<unk>`.
  public static let unknown: Int32 = 1
  /// Starts a target; `<s>`.
  public static let start: Int32 = 2
  /// Ends a target; `</s>`.
  public static let end: Int32 = 3
  /// How the special symbols are shown, by their numbers.
  public static let specialTokens = ["<pad>", "<unk>", "<s>", "</s>"]

  private static let firstOrdinary: Int32 = 4
  let table: TokenTable
  let frequencies: [Int]

  /// Makes a vocabulary from counts.
  ///
  /// - Parameters:
  ///   - counts: How often each token was seen. Tokens that spell a special symbol are left out, so
  ///     are empty ones.
  ///   - maximumSize: The largest number of tokens, without the special symbols; `nil` for no
  ///     limit.
  ///   - minimumFrequency: Tokens seen less often are left out.
  public init(counts: [String: Int], maximumSize: Int? = nil, minimumFrequency: Int = 1) {
    var seen = TokenTable(capacity: counts.count)
    var frequencies: [Int] = []
    frequencies.reserveCapacity(counts.count)
    for (token, count) in counts {
      let index = Int(seen.intern(Array(token.utf8).span))
      if index == frequencies.count { frequencies.append(count) }
    }
    self.init(
      seen, frequencies: frequencies, maximumSize: maximumSize,
      minimumFrequency: max(minimumFrequency, 1))
  }

  /// Makes a vocabulary from a table of tokens in any order and how often each was seen.
  init(_ seen: TokenTable, frequencies: [Int], maximumSize: Int?, minimumFrequency: Int) {
    let bytes = seen.bytes.span
    var order = seen.ends.indices.filter { index in
      frequencies[index] >= minimumFrequency
        && Self.isOrdinary(bytes.extracting(seen.range(of: index)))
    }
    order.sort { left, right in
      if frequencies[left] != frequencies[right] { return frequencies[left] > frequencies[right] }
      return seen.bytes[seen.range(of: left)]
        .lexicographicallyPrecedes(seen.bytes[seen.range(of: right)])
    }
    let kept = order.prefix(max(maximumSize ?? order.count, 0))
    var table = TokenTable(capacity: kept.count)
    for index in kept { _ = table.intern(bytes.extracting(seen.range(of: index))) }
    self.init(table: table, frequencies: kept.map { frequencies[$0] })
  }

  /// Makes a vocabulary whose tokens are numbered as in the table; all of them must be ordinary.
  init(table: TokenTable, frequencies: [Int]) {
    self.table = table
    self.frequencies = frequencies
  }

  /// Whether a token may be in a vocabulary: it is not empty and spells no special symbol.
  static func isOrdinary(_ token: Span<UInt8>) -> Bool {
    guard !token.isEmpty else { return false }
    guard token.count <= 5, token[0] == UInt8(ascii: "<") else { return true }
    return !specialTokens.contains(String(repairing: token))
  }

  /// The number of tokens, the special symbols included.
  public var count: Int { table.count + Int(Self.firstOrdinary) }

  /// The token of a number; for a number that is out of range, `<unk>`.
  public func token(of id: Int32) -> String {
    if id >= 0 && id < Self.firstOrdinary { return Self.specialTokens[Int(id)] }
    guard id >= 0, Int(id) < count else { return Self.specialTokens[Int(Self.unknown)] }
    return String(decoding: bytes(of: id), as: UTF8.self)
  }

  /// The UTF-8 bytes of a token that is there and no special symbol.
  func bytes(of id: Int32) -> ArraySlice<UInt8> {
    table.bytes[table.range(of: Int(id - Self.firstOrdinary))]
  }

  /// The number of a token of ordinary text, ``unknown`` if it is not in the vocabulary.
  public func identifier(of token: String) -> Int32 {
    identifier(of: Array(token.utf8).span)
  }

  /// The numbers of tokens of ordinary text.
  public func identifiers(of tokens: [String]) -> [Int32] {
    tokens.map { identifier(of: $0) }
  }

  /// As ``identifier(of:)`` for the token's UTF-8 bytes.
  func identifier(of token: Span<UInt8>) -> Int32 {
    table.index(of: token).map { $0 + Self.firstOrdinary } ?? Self.unknown
  }

  /// How often the token of a number was seen in training; 0 for special symbols, and for pieces of a
  /// subword model that the training text does not need.
  public func frequency(of id: Int32) -> Int {
    guard id >= Self.firstOrdinary, Int(id) < count else { return 0 }
    return frequencies[Int(id - Self.firstOrdinary)]
  }

  /// How often a token was seen in training; 0 if it is not in the vocabulary.
  public func frequency(of token: String) -> Int {
    frequency(of: identifier(of: token))
  }
}
