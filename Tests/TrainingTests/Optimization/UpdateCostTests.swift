import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTensors
@testable import Seq2SeqTraining

/// What an update costs, counted and never timed: memory that is taken from the system, and products.
@Suite struct UpdateCostTests {
  /// A small LSTM model with input feeding and made-up batches for it.
  private struct Trial {
    /// Steps of the source and of the target, the end symbol included, of each shard: more rows than one
    /// product of bfloat16 adds up, and more targets than one block holds.
    static let steps = [(source: 19, target: 18), (source: 7, target: 21), (source: 20, target: 3)]
    let pool: WorkerPool
    let model: Seq2SeqModel
    let packed: PackedWeights
    let gradient: ShardedGradient
    let optimizer: any Optimizer

    init(_ precision: Precision, threads: Int) throws {
      var configuration = Configuration()
      configuration.model.embeddingSize = 12
      configuration.model.hiddenSize = 20
      configuration.model.encoder.hiddenSize = 14
      configuration.model.cell = .lstm
      configuration.model.attention = .general
      configuration.model.bridge = .linear
      configuration.model.decoder.inputFeeding = true
      func words(_ count: Int) -> Vocabulary {
        Vocabulary(
          counts: Dictionary(uniqueKeysWithValues: (0..<count).map { ("word\($0)", count - $0) }))
      }
      model = try Seq2SeqModel(
        configuration: configuration, sourceVocabulary: words(50), targetVocabulary: words(600))
      pool = WorkerPool(threads: threads)
      packed = try PackedWeights(
        model.parameters, training: true, format: precision.format)
      try packed.update(on: pool)
      gradient = ShardedGradient(model, packed, pool)
      optimizer = TrainingConfiguration().makeOptimizer(size: model.parameters.size)
    }

    /// The same lengths with other words in each.
    func shards(_ update: Int) -> [Shard] {
      var generator = RandomSource(seed: 5, update: UInt64(update)).generator(stream: 0)
      func sentence(_ length: Int) -> ArraySlice<Int32> {
        (0..<length).map { _ in Int32.random(in: 4..<50, using: &generator) }[...]
      }
      return Trial.steps.map { steps in
        Shard(
          sources: (0..<Shard.pairs).map { sentence(steps.source - $0 % 3) },
          targets: (0..<Shard.pairs).map { sentence(steps.target - 1 - $0 % 2) })
      }
    }

    func update(_ number: Int) throws {
      _ = try gradient.compute(
        shards(number), smoothing: 0.1, dropout: RandomSource(seed: 1, update: UInt64(number)))
      try optimizer.step(
        model.parameters.values, gradient: gradient.gradient, gradientScale: 1,
        learningRate: 0.001, update: number, on: pool)
      try packed.update(on: pool)
    }

    var calls: Int { get throws { Int(try pool.sum { Double($0.products.calls) }) } }
    var shapes: Int { get throws { Int(try pool.sum { Double($0.products.shapes) }) } }
    var allocations: Int {
      get throws { gradient.allocations + Int(try pool.sum { Double($0.arena.allocations) }) }
    }
  }

  private static let trials: [(Precision, Int)] = Precision.available.flatMap { precision in
    [1, 2, 3].map { (precision, $0) }
  }

  @Test(arguments: trials)
  func nothingIsTakenFromTheSystem(_ precision: Precision, _ threads: Int) throws {
    let trial = try Trial(precision, threads: threads)
    for update in 1...3 { try trial.update(update) }
    let (allocations, shapes) = (try trial.allocations, try trial.shapes)
    #expect(allocations > 0)
    for update in 4...6 {
      try trial.update(update)
      #expect(try trial.allocations == allocations, "update \(update)")
      // Of several threads each meets its own shapes, sooner or later.
      if threads == 1 { #expect(try trial.shapes == shapes, "update \(update)") }
    }
  }

  @Test(arguments: trials)
  func productsAreAsManyAsTheShapesSay(_ precision: Precision, _ threads: Int) throws {
    let trial = try Trial(precision, threads: threads)
    var before = try trial.calls
    for update in 1...3 {
      try trial.update(update)
      let after = try trial.calls
      let expected = zip(Trial.steps, trial.shards(update)).reduce(0) {
        $0 + products($1.0, targets: $1.1.targets.count, precision)
      }
      #expect(after - before == expected, "update \(update)")
      before = after
    }
  }

  /// A product is one tile of 16 rows, which is a step of a shard, or a whole gradient.
  private func products(
    _ steps: (source: Int, target: Int), targets: Int, _ precision: Precision
  ) -> Int {
    func parts(_ whole: Int, _ size: Int) -> Int { (whole + size - 1) / size }
    let directions = 2
    let tiles =
      // The gates from inputs and from states, which are zeros before the first step; the keys of the attention.
      directions * (2 * steps.source - 1) + steps.source
      // The first state and the first cell state.
      + 2
      // The gates from input, fed attentional state and state; context and state on their way to the next
      // attentional state; there is nothing to feed to the first step.
      + 5 * steps.target - 1
      // The logits of the targets.
      + parts(targets, 16)
    // In bfloat16 a gradient is a sum over 256 rows at a time.
    func sums(_ rows: Int) -> Int { precision == .float32 ? 1 : parts(rows, 256) }
    // The projection has 604 rows, of which a panel of so few columns has 512, and chunks of 128 targets.
    let projection = parts(604, 512) * parts(targets, 128)
    let gradients =
      (directions * 2 + 1) * sums(16 * steps.source) + 2 + 5 * sums(16 * steps.target) + projection
    // Each product of the way there is one on the way back, of the gradient.
    return 2 * tiles + gradients
  }
}
