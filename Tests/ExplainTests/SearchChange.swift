import Seq2SeqDecoding

/// A search other than the plain beam.
enum SearchChange: CaseIterable {
  case average, coverage, minimum, repeats, groups, temperature, sampling, replacing

  func apply(to options: inout SearchOptions) {
    switch self {
    case .average: options.lengthPenalty = .average
    case .coverage: options.coveragePenalty = 0.3
    case .minimum: options.minimumLength = 4
    case .repeats: options.noRepeatNgram = 2
    case .groups: options.groups = 2
    case .temperature: options.temperature = 0.5
    case .sampling:
      options.strategy = .sampling
      options.nBest = 3
    case .replacing: options.replaceUnknown = true
    }
  }
}
