import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTensors
@testable import Seq2SeqTraining

/// However a batch is cut into waves, blocks and rounds, it is the same batch.
@Suite struct ShardedGradientTests {
  private struct Outcome {
    var sums: LossSums
    var norm: Double
    var gradient: [Float]
    var bits: [UInt32] { gradient.map(\.bitPattern) }
  }

  /// A model and a batch of its data, whose last shard is not full.
  private struct Trial {
    let trainer: Trainer
    let shards: [Shard]
    let dropout = RandomSource(seed: 3, update: 7)

    init(_ task: TinyTask, _ variant: ModelVariant, _ precision: Precision) throws {
      var configuration = task.configuration
      configuration.training.precision = precision
      variant.change(&configuration)
      let trainer = try Trainer(configuration: configuration, output: task.path("run"), threads: 2)
      self.trainer = trainer
      shards = stride(from: 0, to: 150, by: Shard.pairs).map { first in
        Shard(
          trainer.data.train.corpus, pairs: (first..<min(first + Shard.pairs, 150)).map(Int32.init))
      }
    }

    func outcome(_ limits: ShardedGradient.Limits, threads: Int) throws -> Outcome {
      let sharded = ShardedGradient(
        trainer.model, trainer.packed, WorkerPool(threads: threads), limits: limits)
      // A batch before, so that places and rows of tables are used ones.
      _ = try sharded.compute(
        Array(shards.prefix(3)), smoothing: 0, dropout: RandomSource(seed: 4, update: 0))
      let (sums, norm) = try sharded.compute(shards, smoothing: 0.1, dropout: dropout)
      let gradient = sharded.gradient
      return Outcome(
        sums: sums, norm: norm, gradient: gradient.withFloats(0..<gradient.count) { Array($0) })
    }

    /// The limits that cut the batch: two or three shards a wave, several blocks a shard, and rounds of one
    /// block or of three.
    var cuts: [ShardedGradient.Limits] {
      let vocabulary = trainer.model.targetVocabulary.count
      let largest = shards.map(\.rows).max() ?? 1
      return [
        .init(wave: .rows(2 * largest), blockRows: 16, roundLogits: 3 * 16 * vocabulary),
        .init(wave: .rows(3 * largest), blockRows: 48, roundLogits: 1),
        .init(wave: .rows(1), blockRows: 32, roundLogits: 1 << 20),
      ]
    }
  }

  private static let trials: [(ModelVariant, Precision)] =
    [ModelVariant.general, .copying, .tiedAll].flatMap { variant in
      Precision.available.map { (variant, $0) }
    }

  /// The length of the difference of two gradients over the length of the first, the worst parameter's.
  private func distance(_ one: [Float], _ other: [Float], _ store: ParameterStore) -> Double {
    store.parameters.map { parameter in
      let (a, b) = (one[parameter.range], other[parameter.range])
      let difference = zip(a, b).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
      let length = a.reduce(0.0) { $0 + pow(Double($1), 2) }
      return length > 0 ? (difference / length).squareRoot() : difference
    }.max() ?? .infinity
  }

  @Test(arguments: trials)
  func cutsDoNotMatter(_ variant: ModelVariant, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let trial = try Trial(task, variant, precision)
    let whole = try trial.outcome(.init(), threads: 2)
    #expect(whole.norm > 0 && whole.sums.tokens == trial.shards.reduce(0) { $0 + $1.targets.count })
    for cut in trial.cuts {
      let parts = try trial.outcome(cut, threads: 2)
      #expect(parts.sums.tokens == whole.sums.tokens)
      #expect(parts.sums.correct == whole.sums.correct)
      #expect(parts.sums.weight == whole.sums.weight)
      #expect(abs(parts.sums.loss - whole.sums.loss) <= 1e-12 * whole.sums.loss)
      #expect(abs(parts.norm - whole.norm) <= 1e-5 * whole.norm)
      let distance = distance(whole.gradient, parts.gradient, trial.trainer.model.parameters)
      #expect(distance <= 1e-5, "\(cut)")
    }
  }

  /// Whether a shard goes all the way at one go, or with the others from stage to stage.
  @Test(arguments: trials)
  func stagesDoNotMatter(_ variant: ModelVariant, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let trial = try Trial(task, variant, precision)
    let atOnce = try trial.outcome(.init(), threads: 2)
    let inStages = try trial.outcome(.init(fewLogits: 0), threads: 2)
    #expect(inStages.sums == atOnce.sums && inStages.norm == atOnce.norm)
    #expect(inStages.bits == atOnce.bits)
  }

  @Test(arguments: trials)
  func sameBitsAtAnyThreadCount(_ variant: ModelVariant, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let trial = try Trial(task, variant, precision)
    for limits in [ShardedGradient.Limits()] + trial.cuts {
      let one = try trial.outcome(limits, threads: 1)
      for threads in [2, 3] {
        let more = try trial.outcome(limits, threads: threads)
        #expect(more.sums == one.sums && more.norm == one.norm, "\(threads) threads, \(limits)")
        #expect(more.bits == one.bits, "\(threads) threads, \(limits)")
      }
    }
  }

  /// One shard after another on a tape by itself, added up here in double precision.
  @Test(arguments: trials)
  func equalsTapesByThemselves(_ variant: ModelVariant, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let trial = try Trial(task, variant, precision)
    let model = trial.trainer.model
    var sum = [Double](repeating: 0, count: model.parameters.size)
    var sums = LossSums()
    let tokens = trial.shards.reduce(0) { $0 + $1.targets.count }
    for (index, shard) in trial.shards.enumerated() {
      let gradient = FloatBuffer(count: model.parameters.size)
      try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
        let tape = Tape(
          worker: worker, store: model.parameters, packed: trial.trainer.packed,
          gradients: gradient, dropout: trial.dropout, shard: index)
        sums += model.loss(tape, shard, scale: 1 / Float(tokens), smoothing: 0.1)
        tape.backward()
      }
      gradient.withFloats(0..<gradient.count) { part in
        for index in part.indices { sum[index] += Double(part[index]) }
      }
    }
    let twin = sum.map(Float.init)
    let norm = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for limits in [ShardedGradient.Limits()] + trial.cuts {
      let outcome = try trial.outcome(limits, threads: 2)
      #expect(outcome.sums.correct == sums.correct && outcome.sums.tokens == tokens)
      #expect(abs(outcome.sums.loss - sums.loss) <= 1e-12 * sums.loss)
      #expect(abs(outcome.norm - norm) <= 1e-5 * norm)
      #expect(distance(twin, outcome.gradient, model.parameters) <= 1e-5, "\(limits)")
    }
  }

  /// The waves hold all shards in their order, as many as there is room for.
  @Test func waves() throws {
    let task = try TinyTask()
    defer { task.remove() }
    let trial = try Trial(task, .general, .float32)
    let rows = trial.shards.map(\.rows)
    for limit in [1, rows[0], 2 * (rows.max() ?? 0), rows.reduce(0, +), Int.max / 2] {
      let sharded = ShardedGradient(
        trial.trainer.model, trial.trainer.packed, trial.trainer.pool,
        limits: .init(wave: .rows(limit)))
      let waves = sharded.waves(trial.shards)
      #expect(waves.flatMap { Array($0) } == Array(trial.shards.indices))
      for (wave, next) in zip(waves, waves.dropFirst().map(\.lowerBound) + [nil]) {
        let size = rows[wave].reduce(0, +)
        #expect(!wave.isEmpty && (size <= limit || wave.count == 1))
        if let next { #expect(size + rows[next] > limit) }
      }
      #expect(sharded.waves([]).isEmpty)
    }
  }
}
