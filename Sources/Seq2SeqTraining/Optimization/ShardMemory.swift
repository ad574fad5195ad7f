import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The memory of a shard's tape, forward and back.
///
/// It is k + s S + t T + p S T for S source and T target steps, whatever the parts of the model are: every tensor
/// has a row for a step of one side, or, as the attention, for a step of one with a column for each of the
/// other. The four numbers are found by sending four small shards through the model, and depend on nothing else.
struct ShardMemory: Sendable {
  private let constant: Double
  private let source: Double
  private let target: Double
  private let product: Double

  init(_ model: Seq2SeqModel, _ packed: PackedWeights, on pool: WorkerPool) throws {
    func bytes(_ sourceSteps: Int, _ targetSteps: Int) throws -> Double {
      try Double(
        ShardMemory.bytes(model, packed, pool, source: sourceSteps, target: targetSteps))
    }
    let (small, long) = (2, 4)
    let a = try bytes(small, small)
    let b = try bytes(long, small)
    let c = try bytes(small, long)
    product = (try bytes(long, long) - b - c + a) / 4
    source = (b - a) / 2 - 2 * product
    target = (c - a) / 2 - 2 * product
    constant = a - 2 * source - 2 * target - 4 * product
  }

  /// Bytes for so many steps, the end symbol's among those of the target.
  func bytes(sourceSteps: Int, targetSteps: Int) -> Int {
    let (s, t) = (Double(sourceSteps), Double(targetSteps))
    return Int((constant + source * s + target * t + product * s * t).rounded(.up))
  }

  /// What a shard of so many steps really takes.
  static func bytes(
    _ model: Seq2SeqModel, _ packed: PackedWeights, _ pool: WorkerPool, source: Int, target: Int
  ) throws -> Int {
    func sentences(_ length: Int) -> [ArraySlice<Int32>] {
      (0..<Shard.pairs).map { _ in [Int32](repeating: Vocabulary.unknown, count: length)[...] }
    }
    let (sources, targets) = (sentences(source), sentences(target - 1))
    let forcing = model.configuration.training.teacherForcing
    let random = RandomSource(seed: 0, update: 0)
    // Guesses need room for the logits of a step.
    let guesses = forcing.ratio < 1 || forcing.finalRatio < 1
    let shard = Shard(
      sources: sources, targets: targets, pairs: (0..<Int32(Shard.pairs)).map { $0 },
      draw: guesses ? TeacherForcingDraw(share: 0.5, source: random) : nil,
      copies: model.configuration.model.copying ? (sources, targets) : nil)
    var bytes = 0
    try pool.run(tasks: 1) { _, worker in
      let arena = Arena()
      let tape = Tape(
        worker: worker, store: model.parameters, packed: packed, arena: arena,
        collecting: CollectedGradients(model.parameters), dropout: random, shard: 0)
      _ = model.predictions(tape, shard)
      tape.backward()
      bytes = arena.byteCount
    }
    return bytes
  }
}
