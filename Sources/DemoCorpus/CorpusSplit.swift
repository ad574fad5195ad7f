import Seq2SeqText

/// Pairs divided into training, validation and held-out by a hash of the source's letters.
///
/// The division depends on each source alone, so it is the same on every machine and near-identical
/// sources are never on two sides. The phrase book wins over a catalogue where both know a source:
/// a small model cannot serve two registers for one sentence.
struct CorpusSplit: Sendable {
  /// Share of the pairs for validation, and as much again held out.
  static let share = 0.03
  /// With more pairs than this the share shrinks: evaluation should stay a matter of seconds.
  static let maximumPairs = 1000
  /// How often a phrase-book pair stands in the training file. Everyday sentences are one pair in
  /// twenty beside the catalogues; four times over they are one in five, enough to be learnt in the
  /// few epochs that the demo has.
  static let phraseRepetitions = 4

  private(set) var training: [SentencePair] = []
  private(set) var validation: [SentencePair] = []
  private(set) var heldOut: [SentencePair] = []
  private let phraseCount: Int
  private let overruled: Int

  init(pairs: [SentencePair], phrases: [SentencePair]) throws {
    let known = Set(phrases.map { LetterHash.letters(of: $0.source) })
    let others = pairs.filter { !known.contains(LetterHash.letters(of: $0.source)) }
    phraseCount = phrases.count
    overruled = pairs.count - others.count
    let repetitions = others.isEmpty ? 1 : Self.phraseRepetitions

    let assignment = try Self.assignment(of: others + phrases)
    for (pairs, repetitions) in [(others, 1), (phrases, repetitions)] {
      for pair in pairs {
        switch assignment(pair) {
        case .training: training += Array(repeating: pair, count: repetitions)
        case .validation: validation.append(pair)
        case .heldOut: heldOut.append(pair)
        }
      }
    }
  }

  private enum Part { case training, validation, heldOut }

  /// Which part a pair belongs to. Pairs with an empty side go to training, whose report counts them.
  private static func assignment(
    of pairs: [SentencePair]
  ) throws -> (SentencePair) -> Part {
    let complete = pairs.filter { !$0.source.isEmpty && !$0.target.isEmpty }
    let hashes = Set(complete.map { LetterHash.hash(of: $0.source) }).sorted()
    guard hashes.count >= 3 else {
      throw UserError(
        .badData, "there are \(hashes.count) different sources in the data, at least 3 are needed",
        remedy: "give more pairs")
    }
    let share = min(Self.share, Double(maximumPairs) / Double(hashes.count))
    let limit = UInt64(share * 1_000_000)
    var validation = Set(hashes.filter { $0 % 1_000_000 < limit })
    var heldOut = Set(hashes.filter { (limit..<2 * limit).contains($0 % 1_000_000) })
    // A very small file may leave a part empty; then one source is taken for it.
    if validation.isEmpty, let one = hashes.first(where: { !heldOut.contains($0) }) {
      validation = [one]
    }
    if heldOut.isEmpty, let one = hashes.first(where: { !validation.contains($0) }) {
      heldOut = [one]
    }
    return { pair in
      if pair.source.isEmpty || pair.target.isEmpty { return .training }
      let hash = LetterHash.hash(of: pair.source)
      return validation.contains(hash) ? .validation : heldOut.contains(hash) ? .heldOut : .training
    }
  }

  /// One line for the reader of the demo.
  var summary: String {
    var text = "\(training.count) lines for training, \(validation.count) for validation, "
    text += "\(heldOut.count) held out"
    if phraseCount > 0 {
      text += "; \(phraseCount) phrases"
      if overruled > 0 { text += ", which replace \(overruled) catalogue pairs" }
      if training.count > phraseCount {
        text += ", each \(Self.phraseRepetitions) times in training"
      }
    }
    return text
  }
}
