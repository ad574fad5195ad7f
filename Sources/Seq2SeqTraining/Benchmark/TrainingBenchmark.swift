import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// How fast this machine trains a model of a well-known size, on sentences made up on the spot.
///
/// Sizes as in Documentation/Results.md: embedding 256, bidirectional LSTM encoder of 256 + 256, LSTM decoder
/// of 512, general attention, input feeding, 8,000 words a side, 64 pairs a batch.
public struct TrainingBenchmark: Sendable {
  /// What was measured.
  public struct Result: Codable, Sendable {
    /// Target tokens, end symbols included, a second: the median over updates.
    public let targetTokensPerSecond: Double
    /// Operations of matrix products a second while training.
    public let operationsPerSecond: Double
    /// The highest rate of matrix products, measured before and after in the same run.
    public let peakOperationsPerSecond: Double
    /// The one over the other.
    public var shareOfPeak: Double { operationsPerSecond / peakOperationsPerSecond }
    /// Weights in the model.
    public let parameters: Int
    /// Threads at work.
    public let threads: Int
    /// The format of the products.
    public let precision: String
    /// What the kernels run with.
    public let instructionSet: String
    /// Where the time went, if that was asked for.
    public let profile: TrainingProfile?
  }

  private let updates: Int
  private let threads: Int?
  private let precision: Precision
  private let isProfiled: Bool

  /// - Parameters:
  ///   - updates: how many updates are timed.
  ///   - threads: as many as the machine has cores unless given.
  ///   - precision: that of the products; float32 where the processor has no other.
  ///   - profile: whether to find out where the time goes, which takes about a hundredth of it.
  public init(
    updates: Int = 40, threads: Int? = nil, precision: Precision = .float32, profile: Bool = false
  ) {
    self.precision = precision
    isProfiled = profile
    self.updates = updates
    self.threads = threads
  }

  /// Trains and measures.
  public func run() throws -> Result {
    let pool = WorkerPool(threads: threads)
    let model = try TrainingBenchmark.model()
    let packed = try PackedWeights(
      model.parameters, training: true, format: precision.format)
    try packed.update(on: pool)
    let gradient = ShardedGradient(model, packed, pool)
    let optimizer = TrainingConfiguration().makeOptimizer(size: model.parameters.size)
    let before = try ProductBenchmark.peak(on: pool, format: precision.format)
    var rates: [Double] = []
    var seconds = 0.0
    var operations = 0.0
    let warmUp = 5
    // Made up beforehand, so that no thread waits for them.
    let batches = (1...updates + warmUp).map(TrainingBenchmark.batch)
    for (update, shards) in zip(1..., batches) {
      if isProfiled, update == warmUp + 1 { try pool.startProfile() }
      let done = try ProductBenchmark.operations(of: pool)
      let start = ContinuousClock.now
      let (sums, _) = try gradient.compute(
        shards, smoothing: 0.1, dropout: RandomSource(seed: 1, update: UInt64(update)))
      try optimizer.step(
        model.parameters.values, gradient: gradient.gradient, gradientScale: 1,
        learningRate: 0.001, update: update, on: pool)
      try packed.update(on: pool)
      let elapsed = (ContinuousClock.now - start) / .seconds(1)
      guard update > warmUp else { continue }
      rates.append(Double(sums.tokens) / elapsed)
      seconds += elapsed
      operations += try ProductBenchmark.operations(of: pool) - done
    }
    let profile = isProfiled ? try pool.endProfile() : nil
    let peak = max(before, try ProductBenchmark.peak(on: pool, format: precision.format))
    return Result(
      targetTokensPerSecond: rates.sorted()[rates.count / 2],
      operationsPerSecond: operations / seconds, peakOperationsPerSecond: peak,
      parameters: model.parameters.count, threads: pool.count,
      precision: precision.format.rawValue,
      instructionSet: InstructionSet.name,
      profile: profile.map {
        TrainingProfile($0, updates: updates, threads: pool.count, peak: peak)
      })
  }

  private static func model() throws -> Seq2SeqModel {
    var configuration = Configuration()
    configuration.model.embeddingSize = 256
    configuration.model.hiddenSize = 512
    configuration.model.encoder.hiddenSize = 256
    let words = Vocabulary(
      counts: Dictionary(uniqueKeysWithValues: (0..<8000).map { ("word\($0)", 8001 - $0) }))
    return try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: words, targetVocabulary: words)
  }

  /// 64 pairs of about 12 words a side, of like length as in a real batch.
  private static func batch(_ update: Int) -> [Shard] {
    var generator = RandomSource(seed: 2, update: UInt64(update)).generator(stream: 0)
    let length = 9 + Int(generator.next() % 7)
    func sentence(_ length: Int) -> ArraySlice<Int32> {
      (0..<length).map { _ in Int32(4 + generator.next() % 8000) }[...]
    }
    return (0..<64 / Shard.pairs).map { _ in
      let lengths = (0..<Shard.pairs).map { _ in Int(generator.next() % 4) }
      return Shard(
        sources: lengths.map { sentence(max(1, length + $0 - 2)) },
        targets: (0..<Shard.pairs).map { _ in sentence(length) })
    }
  }
}
