import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// How fast a model translates in one process: the whole of a text, and one sentence at a time.
///
/// Loading is timed apart. All that follows is text in, text out, tokenizers included.
public struct TranslationBenchmark: Sendable {
  /// What was measured.
  public struct Result: Codable, Sendable {
    /// Lines of the text.
    public let sentences: Int
    /// Hypotheses kept at each step; 1 is greedy search.
    public let beam: Int
    /// From nothing to a translator that is ready; the digest of the file was checked.
    public let loadingSeconds: Double
    /// Lines a second when all are given at once: the median over passes.
    public let sentencesPerSecond: Double
    /// Seconds for one sentence given alone: the median.
    public let latencyMedian: Double
    /// Seconds that 95 of 100 sentences do not exceed.
    public let latencyPercentile95: Double
    /// Lines that were given alone and timed.
    public let latencySentences: Int
    /// Tokens of an output, the end symbol not counted: the mean over the text.
    public let meanOutputTokens: Double
    /// Weights in the model.
    public let parameters: Int
    /// The number format of the products.
    public let precision: String
    /// Threads at work.
    public let threads: Int
    /// What the kernels run with.
    public let instructionSet: String
  }

  /// Sentences given alone that are timed, and before them those that are not.
  private static let (timed, warmUp) = (100, 10)
  private static let passes = 3

  private let path: String
  private let lines: [String]
  private let beam: Int?
  private let precision: InferencePrecision?
  private let shortlist: String?
  private let threads: Int?

  /// - Parameters:
  ///   - path: a model file or a run folder.
  ///   - lines: what is translated.
  ///   - beam: hypotheses kept at each step; the model's own unless given.
  ///   - precision: that of the matrix products; the model's own unless given.
  ///   - shortlist: a file that lists the tokens to translate with; all unless given.
  ///   - threads: as many as the machine has cores unless given.
  public init(
    path: String, lines: [String], beam: Int? = nil, precision: InferencePrecision? = nil,
    shortlist: String? = nil, threads: Int? = nil
  ) {
    self.path = path
    self.lines = lines
    self.beam = beam
    self.precision = precision
    self.shortlist = shortlist
    self.threads = threads
  }

  /// Loads, translates and measures. Errors: `UserError` for a model that cannot be used and for no lines.
  public func run() throws -> Result {
    guard !lines.isEmpty else {
      throw UserError(
        .badData, "there are no lines to translate", remedy: "give a file with sentences")
    }
    let pool = WorkerPool(threads: threads)
    let start = ContinuousClock.now
    let model = try Seq2SeqModel(path: path, threads: pool.count)
    var decoding = model.configuration.decoding
    decoding.beamSize = beam ?? decoding.beamSize
    decoding.nBest = 1
    let translator = try Translator(
      model: model, options: decoding.searchOptions, precision: precision,
      shortlist: shortlist.map {
        try Shortlist(path: $0, source: model.sourceVocabulary, target: model.targetVocabulary)
      }, threads: pool.count)
    let loading = seconds(since: start)

    let latencies = try latencies(of: translator).sorted()
    var passes: [Double] = []
    var tokens = 0
    for _ in 0..<Self.passes {
      let start = ContinuousClock.now
      let translations = try translator.translate(lines)
      passes.append(seconds(since: start))
      tokens = translations.reduce(0) { $0 + ($1.hypotheses.first?.tokens.count ?? 0) }
    }
    return Result(
      sentences: lines.count, beam: decoding.beamSize, loadingSeconds: loading,
      sentencesPerSecond: Double(lines.count) / passes.sorted()[passes.count / 2],
      latencyMedian: Self.rank(0.5, of: latencies),
      latencyPercentile95: Self.rank(0.95, of: latencies), latencySentences: latencies.count,
      meanOutputTokens: Double(tokens) / Double(lines.count), parameters: model.parameters.count,
      precision: (precision ?? model.precision).rawValue, threads: pool.count,
      instructionSet: InstructionSet.name)
  }

  /// The seconds of each sentence that is given alone.
  private func latencies(of translator: Translator) throws -> [Double] {
    for line in lines.prefix(Self.warmUp) { _ = try translator.translate(line) }
    return try lines.prefix(Self.timed).map { line in
      let start = ContinuousClock.now
      _ = try translator.translate(line)
      return seconds(since: start)
    }
  }

  private func seconds(since start: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - start) / .seconds(1)
  }

  /// The smallest value that a share of the values does not exceed (nearest rank).
  static func rank(_ share: Double, of sorted: [Double]) -> Double {
    sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
  }
}
