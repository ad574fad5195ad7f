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
    /// So few logits of a wave do not need to go in rounds.
    var fewLogits = 1 << 20
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
    let consistency: Float
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
  /// - Parameter consistency: the weight of R-Drop, for shards that have each pair twice.
  /// - Returns: the sums over the batch and the gradient's Euclidean norm.
  package func compute(
    _ shards: [Shard], smoothing: Double, weights: TokenWeights? = nil, consistency: Double = 0,
    dropout: RandomSource
  ) throws -> (sums: LossSums, norm: Double) {
    let weight = shards.reduce(0.0) { sum, shard in
      sum + (weights?.total(of: shard.targets) ?? Double(shard.targets.count))
    }
    let settings = Settings(
      // Where no token counts there is nothing to learn.
      smoothing: Float(smoothing), scale: weight > 0 ? 1 / Float(weight) : 0, weights: weights,
      consistency: Float(consistency), dropout: dropout)
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
    let blocks = blocks(of: shards)
    let logits = blocks.reduce(0) { $0 + $1.rows.count } * model.targetVocabulary.count
    guard logits > min(limits.fewLogits, limits.roundLogits) else {
      return try computeAtOnce(shards, blocks, settings)
    }
    let passes = try onEachShard(shards) { index, worker in
      forward(shards, index, settings, by: worker)
    }
    let sums = try losses(blocks, in: shards, passes, settings)
    _ = try onEachShard(shards) { index, worker in backward(passes[index], by: worker) }
    try sum.add(shardPlaces.prefix(shards.count).map(\.collected), on: pool)
    return sums
  }

  /// Where logits need little memory a shard goes all the way at one go, and no thread waits for another between.
  private func computeAtOnce(
    _ shards: ArraySlice<Shard>, _ blocks: [Block], _ settings: Settings
  ) throws -> LossSums {
    reserve(blocks.count, in: &blockPlaces)
    let sums = try onEachShard(shards) { index, worker in
      let pass = forward(shards, index, settings, by: worker)
      let sums = zip(blockPlaces, blocks).filter { $1.shard == index }.map { place, block in
        loss(block, of: pass, in: shards, settings, at: place, by: worker)
      }
      backward(pass, by: worker)
      return sums
    }
    let places = blockPlaces.prefix(blocks.count) + shardPlaces.prefix(shards.count)
    try sum.add(places.map(\.collected), on: pool)
    return sums.joined().reduce(into: LossSums()) { $0 += $1 }
  }

  /// What each shard of a wave gives, in their order. Batches are ordered by length: the longest work starts first.
  private func onEachShard<Value>(
    _ shards: ArraySlice<Shard>, _ work: (_ index: Int, _ worker: Worker) -> Value
  ) throws -> [Value] {
    var values = [Value?](repeating: nil, count: shards.count)
    try values.withUnsafeMutableBufferPointer { values in
      // Each task writes to its own place.
      nonisolated(unsafe) let values = values
      try pool.run(tasks: shards.count) { task, worker in
        let index = shards.count - 1 - task
        values[index] = work(index, worker)
      }
    }
    return values.compactMap(\.self)
  }

  private func forward(
    _ shards: ArraySlice<Shard>, _ index: Int, _ settings: Settings, by worker: Worker
  ) -> Pass {
    let first = shards.startIndex
    let place = shardPlaces[index]
    place.collected.clear()
    place.arena.reset()
    let tape = Tape(
      worker: worker, store: model.parameters, packed: packed, arena: place.arena,
      collecting: place.collected, dropout: settings.dropout, shard: first + index)
    return Pass(tape: tape, predictions: model.predictions(tape, shards[first + index]))
  }

  private func backward(_ pass: Pass, by worker: Worker) {
    pass.tape.worker = worker
    pass.tape.backward()
  }

  private func blocks(of shards: ArraySlice<Shard>) -> [Block] {
    shards.enumerated().flatMap { index, shard in
      stride(from: 0, to: shard.targets.count, by: limits.blockRows).map {
        Block(shard: index, rows: $0..<min($0 + limits.blockRows, shard.targets.count))
      }
    }
  }

  /// The losses of a wave and what they leave on the way back, block by block of targets, in rounds of as
  /// many blocks as memory allows.
  private func losses(
    _ blocks: [Block], in shards: ArraySlice<Shard>, _ passes: [Pass], _ settings: Settings
  ) throws -> LossSums {
    let size = max(
      1, limits.roundLogits / model.targetVocabulary.count / limits.blockRows)
    reserve(min(size, blocks.count), in: &blockPlaces)
    var total = LossSums()
    for first in stride(from: 0, to: blocks.count, by: size) {
      let round = blocks[first..<min(first + size, blocks.count)]
      var sums = [LossSums](repeating: LossSums(), count: round.count)
      try sums.withUnsafeMutableBufferPointer { sums in
        nonisolated(unsafe) let sums = sums
        try pool.run(tasks: round.count) { [self] task, worker in
          let block = round[first + task]
          sums[task] = loss(
            block, of: passes[block.shard], in: shards, settings, at: blockPlaces[task],
            by: worker)
        }
      }
      for part in sums { total += part }
      try sum.add(blockPlaces.prefix(round.count).map(\.collected), on: pool)
    }
    return total
  }

  private func loss(
    _ block: Block, of pass: Pass, in shards: ArraySlice<Shard>, _ settings: Settings,
    at place: Place, by worker: Worker
  ) -> LossSums {
    place.collected.clear()
    place.arena.reset()
    let tape = Tape(
      worker: worker, store: model.parameters, packed: packed, arena: place.arena,
      collecting: place.collected, dropout: nil, shard: 0)
    return model.loss(
      tape, of: pass.predictions, in: shards[shards.startIndex + block.shard], rows: block.rows,
      scale: settings.scale, smoothing: settings.smoothing, weights: settings.weights,
      consistency: settings.consistency)
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
