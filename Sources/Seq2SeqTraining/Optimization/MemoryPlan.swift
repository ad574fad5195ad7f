import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// How much of a batch may be in memory at once so that training stays within `training.memory`.
///
/// All that is counted follows from the configuration and the data, never from the machine: what is cut where
/// decides how sums are rounded.
struct MemoryPlan {
  let limits: ShardedGradient.Limits

  /// The program, its threads and the code that is made for products.
  private static let program = 96_000_000

  /// - Throws: `UserError` if the longest pair, or the model itself, needs more.
  init(
    bytes: Int, _ model: Seq2SeqModel, _ packed: PackedWeights, optimizer: any Optimizer,
    average: WeightAverage?, data: TrainingData, on pool: WorkerPool
  ) throws {
    // Weights and gradient, and what the optimizer remembers.
    let buffers = 2 + optimizer.memory.count + (average == nil ? 0 : 1)
    let fixed =
      MemoryPlan.program + packed.byteCount + data.train.corpus.byteCount
      + buffers * model.parameters.size * MemoryLayout<Float>.stride
    let shard = try ShardMemory(model, packed, on: pool)
    let longest = shard.bytes(
      sourceSteps: max(1, data.train.corpus.longestSource),
      targetSteps: data.train.corpus.longestTarget + 1)
    // Logits, their gradient and its copy in another format; what draws two predictions together.
    let row =
      model.targetVocabulary.count * (model.configuration.training.consistency > 0 ? 14 : 10)
    let smallest = fixed + longest + Arena.tileRows * row
    guard smallest <= bytes else {
      throw UserError(
        .usage,
        "training.memory \(MemorySize.text(bytes)) is too little: the model and its longest pair need "
          + MemorySize.text(smallest),
        remedy: "give more, or lower data.source.max_length and data.target.max_length")
    }
    let rest = bytes - fixed
    var limits = ShardedGradient.Limits()
    let logits = max(Arena.tileRows * row, min(rest / 4, rest - longest))
    limits.blockRows = min(
      limits.blockRows, logits / row / Arena.tileRows * Arena.tileRows)
    limits.roundLogits = logits / 10
    limits.wave = .bytes(max(longest, rest - logits), shard)
    self.limits = limits
  }
}
