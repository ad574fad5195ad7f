import Seq2SeqModels
import Seq2SeqTensors

/// Where the gradients of a batch's shards meet.
///
/// A batch is cut into shards of `Shard.pairs` pairs, and the shards go in waves: as many at a time as
/// `Limits.wave` allows. Each shard goes forward and back on a tape of its own, all of a wave side by side; the
/// gradients of the weights are then one sum over the tapes. What is cut where, and added in which order,
/// depends on the shards alone and never on the number of threads.
package final class ShardedGradient: @unchecked Sendable {
  /// How much of a batch is in memory at once. Sums are rounded as these numbers say, so that they are the
  /// same on every machine.
  struct Limits: Sendable {
    /// What goes through the model at once, at least one shard: about 300 MB for the sizes of
    /// `TrainingBenchmark`.
    var wave = Wave.rows(8192)
    /// Targets whose logits are worked out side by side in a block: whole tiles, because products read and
    /// write whole tiles.
    var blockRows = 256
    /// Logits that are in memory at once, at least one block.
    var roundLogits = 1 << 25
  }

  /// What a wave is cut by.
  enum Wave: Sendable {
    /// Rows, see `Shard.rows`.
    case rows(Int)
    /// Bytes.
    case bytes(Int, ShardMemory)

    var limit: Int {
      switch self {
      case .rows(let limit), .bytes(let limit, _): limit
      }
    }

    func cost(_ shard: Shard) -> Int {
      switch self {
      case .rows: shard.rows
      case .bytes(_, let memory):
        memory.bytes(sourceSteps: shard.source.layout.time, targetSteps: shard.steps)
      }
    }
  }

  private let limits: Limits
  private let model: Seq2SeqModel
  private let packed: PackedWeights
  private let pool: WorkerPool
  private let sum: GradientSum
  private var shardPlaces: [Place] = []
  private var blockPlaces: [Place] = []

  /// The memory of one tape.
  private struct Place {
    let arena = Arena()
    let collected: CollectedGradients
  }

  /// A shard under way.
  private struct Pass {
    let tape: Tape
    let predictions: Predictions
  }

  /// Some targets of a shard.
  private struct Block {
    let shard: Int
    let rows: Range<Int>
  }

  /// What is the same for all shards of a batch.
  private struct Settings {
    let smoothing: Float
    let scale: Float
    let weights: TokenWeights?
    let dropout: RandomSource
  }

  package convenience init(_ model: Seq2SeqModel, _ packed: PackedWeights, _ pool: WorkerPool) {
    self.init(model, packed, pool, limits: Limits())
  }

  init(_ model: Seq2SeqModel, _ packed: PackedWeights, _ pool: WorkerPool, limits: Limits) {
    precondition(limits.blockRows > 0 && limits.blockRows % Arena.tileRows == 0)
    self.limits = limits
    self.model = model
    self.packed = packed
    self.pool = pool
    sum = GradientSum(model.parameters)
  }

  /// The gradient of the last batch, laid out like the weights.
  package var gradient: FloatBuffer { sum.gradient }

  /// How often memory was taken from the system so far; it stays as it is once batches of a size have been
  /// seen.
  package var allocations: Int {
    (shardPlaces + blockPlaces).reduce(0) { $0 + $1.arena.allocations }
  }

  /// Computes the loss of a batch and the gradient of its mean over target tokens, or over their weights.
  ///
  /// - Returns: the sums over the batch and the gradient's Euclidean norm.
  package func compute(
    _ shards: [Shard], smoothing: Double, weights: TokenWeights? = nil, dropout: RandomSource
  ) throws -> (sums: LossSums, norm: Double) {
    let weight = shards.reduce(0.0) { sum, shard in
      sum + (weights?.total(of: shard.targets) ?? Double(shard.targets.count))
    }
    let settings = Settings(
      // Where no token counts there is nothing to learn.
      smoothing: Float(smoothing), scale: weight > 0 ? 1 / Float(weight) : 0, weights: weights,
      dropout: dropout)
    sum.begin()
    var total = LossSums()
    for wave in waves(shards) {
      total += try compute(shards[wave], settings)
    }
    return (total, sum.finish().squareRoot())
  }

  /// The shards in groups that go through the model at once.
  func waves(_ shards: [Shard]) -> [Range<Int>] {
    var waves: [Range<Int>] = []
    var (first, sum) = (0, 0)
    for (index, shard) in shards.enumerated() {
      let cost = limits.wave.cost(shard)
      if index > first, sum + cost > limits.wave.limit {
        waves.append(first..<index)
        (first, sum) = (index, 0)
      }
      sum += cost
    }
    return shards.isEmpty ? waves : waves + [first..<shards.count]
  }

  private func compute(_ shards: ArraySlice<Shard>, _ settings: Settings) throws -> LossSums {
    reserve(shards.count, in: &shardPlaces)
    release(before: shards)
    let passes = try forward(shards, settings)
    let sums = try losses(shards, passes, settings)
    try pool.run(tasks: passes.count) { task, worker in
      let pass = passes[passes.count - 1 - task]
      pass.tape.worker = worker
      pass.tape.backward()
    }
    try sum.add(shardPlaces.prefix(shards.count).map(\.collected), on: pool)
    return sums
  }

  private func forward(_ shards: ArraySlice<Shard>, _ settings: Settings) throws -> [Pass] {
    let first = shards.startIndex
    var passes = [Pass?](repeating: nil, count: shards.count)
    try passes.withUnsafeMutableBufferPointer { passes in
      // Each task writes to its own place.
      nonisolated(unsafe) let passes = passes
      try pool.run(tasks: shards.count) { [self] task, worker in
        // Batches are ordered by length: the longest work starts first.
        let index = shards.count - 1 - task
        let place = shardPlaces[index]
        place.collected.clear()
        place.arena.reset()
        let tape = Tape(
          worker: worker, store: model.parameters, packed: packed, arena: place.arena,
          collecting: place.collected, dropout: settings.dropout, shard: first + index)
        passes[index] = Pass(
          tape: tape, predictions: model.predictions(tape, shards[first + index]))
      }
    }
    return passes.compactMap(\.self)
  }

  /// The losses of a wave and what they leave on the way back, block by block of targets, in rounds of as
  /// many blocks as memory allows.
  private func losses(
    _ shards: ArraySlice<Shard>, _ passes: [Pass], _ settings: Settings
  ) throws -> LossSums {
    let vocabulary = model.targetVocabulary.count
    let size = max(1, limits.roundLogits / vocabulary / limits.blockRows)
    let blocks = shards.enumerated().flatMap { index, shard in
      stride(from: 0, to: shard.targets.count, by: limits.blockRows).map {
        Block(shard: index, rows: $0..<min($0 + limits.blockRows, shard.targets.count))
      }
    }
    reserve(min(size, blocks.count), in: &blockPlaces)
    var total = LossSums()
    for first in stride(from: 0, to: blocks.count, by: size) {
      let round = blocks[first..<min(first + size, blocks.count)]
      var sums = [LossSums](repeating: LossSums(), count: round.count)
      try sums.withUnsafeMutableBufferPointer { sums in
        nonisolated(unsafe) let sums = sums
        try pool.run(tasks: round.count) { [self] task, worker in
          let block = round[first + task]
          let place = blockPlaces[task]
          place.collected.clear()
          place.arena.reset()
          let tape = Tape(
            worker: worker, store: model.parameters, packed: packed, arena: place.arena,
            collecting: place.collected, dropout: nil, shard: 0)
          sums[task] = model.loss(
            tape, of: passes[block.shard].predictions, in: shards[shards.startIndex + block.shard],
            rows: block.rows, scale: settings.scale, smoothing: settings.smoothing,
            weights: settings.weights)
        }
      }
      for part in sums { total += part }
      try sum.add(blockPlaces.prefix(round.count).map(\.collected), on: pool)
    }
    return total
  }

  /// Gives memory back if the tapes would come to hold more than a wave may take: each keeps what its longest
  /// shard needed, and these need not have been in one wave.
  private func release(before shards: ArraySlice<Shard>) {
    guard case .bytes(let limit, _) = limits.wave else { return }
    var total = 0
    endTapes()
    for (index, place) in shardPlaces.enumerated() {
      let needed = index < shards.count ? limits.wave.cost(shards[shards.startIndex + index]) : 0
      total += max(needed, place.arena.residentBytes)
    }
    guard total > limit else { return }
    for place in shardPlaces { place.arena.release() }
  }

  private func endTapes() {
    for place in shardPlaces { place.arena.reset() }
  }

  /// The memory that the tapes of shards hold between two batches.
  var heldBytes: Int {
    endTapes()
    return shardPlaces.reduce(0) { $0 + $1.arena.residentBytes }
  }

  private func reserve(_ count: Int, in places: inout [Place]) {
    while places.count < count {
      places.append(Place(collected: CollectedGradients(model.parameters)))
    }
  }
}
