import Foundation

/// Gathers what ``SideCheck`` says of one side of a file.
struct SideCollector {
  private struct Sighting {
    var count: Int
    let line: Int
  }

  private let options: SideOptions
  private(set) var check = SideCheck()
  private var tokens = TokenTable()
  private var tokenCounts: [Int] = []
  private var symbols: [Unicode.Scalar: Sighting] = [:]
  private var lengths: [Int] = []

  init(_ options: SideOptions) { self.options = options }

  /// Hears of a line.
  ///
  /// - Returns: The text as training reads it; nil if there is nothing but white space.
  mutating func add(_ line: Span<UInt8>, number: Int) -> String? {
    let text = String(repairing: line)
    noteForm(of: text, line: number)
    guard !WhiteSpace.isBlank(line) else {
      check.empty.add(line: number)
      lengths.append(0)
      return nil
    }
    let normalized = options.pipeline.normalized(text)
    if options.pipeline.subwordModel != nil { note(normalized, line: number) }
    var length = 0
    _ = options.pipeline.forEachToken(in: line) { token in
      let index = Int(tokens.intern(token))
      if index == tokenCounts.count { tokenCounts.append(0) }
      tokenCounts[index] += 1
      length += 1
      // A new syllable of letters that were seen is nothing new to a model of letters; a piece of a subword
      // model is no text.
      if options.pipeline.subwordModel == nil { note(String(repairing: token), line: number) }
    }
    lengths.append(length)
    if length > options.maximumLength { check.overLong.add(line: number) }
    return normalized
  }

  /// The code points seen.
  var seenSymbols: Set<Unicode.Scalar> { Set(symbols.keys) }

  /// What was found.
  ///
  /// - Parameters:
  ///   - vocabulary: What the training pairs leave a model to know.
  ///   - known: The code points of the training pairs.
  func finished(_ vocabulary: Vocabulary, known: Set<Unicode.Scalar>) -> SideCheck {
    var check = check
    let bytes = tokens.bytes.span
    check.types = tokens.count
    for (index, count) in tokenCounts.enumerated() {
      check.tokens += count
      let token = bytes.extracting(tokens.range(of: index))
      guard vocabulary.identifier(of: token) == Vocabulary.unknown else { continue }
      check.unknownTypes += 1
      check.unknownTokens += count
    }
    check.unseenSymbols = symbols.filter { !known.contains($0.key) }
      .sorted { ($1.value.count, $0.key.value) < ($0.value.count, $1.key.value) }
      .map { UnseenSymbol($0.key, count: $0.value.count, firstLine: $0.value.line) }
    check.lengths = LengthSummary(lengths)
    return check
  }

  private mutating func note(_ text: String, line: Int) {
    for scalar in text.unicodeScalars {
      symbols[scalar, default: Sighting(count: 0, line: line)].count += 1
    }
  }

  private mutating func noteForm(of text: String, line: Int) {
    guard text.unicodeScalars.contains(where: { !$0.isASCII }) else { return }
    func differs(_ form: String) -> Bool { !form.unicodeScalars.elementsEqual(text.unicodeScalars) }
    if differs(text.precomposedStringWithCanonicalMapping) {
      check.decomposed.add(line: line)
    } else if differs(text.decomposedStringWithCanonicalMapping) {
      check.composed.add(line: line)
    }
  }
}
