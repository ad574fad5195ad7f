import Seq2SeqText

/// Clean pairs gathered from many catalogues, with one Korean for each English.
struct PairCollection: Sendable {
  private(set) var read = 0
  private(set) var undecodable = 0
  private(set) var leftOut: [LeftOutReason: Int] = [:]
  private(set) var clean = 0

  /// For each lower-cased English its translations in the order of their first appearance.
  private var translations: [String: [(pair: SentencePair, count: Int)]] = [:]
  private var order: [String] = []

  private let maximumWords: Int

  init(maximumWords: Int = PairCleaner.maximumWords) { self.maximumWords = maximumWords }

  mutating func add(_ catalogue: MessageCatalogue) {
    undecodable += catalogue.undecodable
    read += catalogue.undecodable
    for message in catalogue.messages { add(message) }
  }

  mutating func add(_ message: SentencePair) {
    read += 1
    switch PairCleaner.clean(message, maximumWords: maximumWords) {
    case .failure(let reason):
      leftOut[reason.reason, default: 0] += 1
    case .success(let pair):
      clean += 1
      let key = pair.source.lowercased()
      if translations[key] == nil { order.append(key) }
      var candidates = translations[key] ?? []
      if let place = candidates.firstIndex(where: { $0.pair.target == pair.target }) {
        candidates[place].count += 1
      } else {
        candidates.append((pair, 1))
      }
      translations[key] = candidates
    }
  }

  /// One pair for each lower-cased English: the most frequent translation, the first of equals.
  var pairs: [SentencePair] {
    // `max` keeps the first of equals.
    order.compactMap { key in translations[key]?.max { $0.count < $1.count }?.pair }
  }

  /// The counts of everything that was read, kept and left out.
  func summary(catalogues: Int, kept: Int) -> String {
    var rows = [("messages in \(catalogues) catalogues", read)]
    rows += LeftOutReason.allCases.map { ("  left out: " + $0.rawValue, leftOut[$0] ?? 0) }
    rows.append(("  left out: not valid UTF-8", undecodable))
    rows.append(("  left out: English that has a pair already", clean - kept))
    rows.append(("pairs kept", kept))
    return rows.map { label, count in
      let number = String(count)
      return label.padding(to: 62) + String(repeating: " ", count: max(0, 7 - number.count))
        + number
    }.joined(separator: "\n")
  }
}
