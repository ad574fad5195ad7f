import Foundation
import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText
import Synchronization

/// Trains a model: batches, gradients, updates, validation, checkpoints.
///
///     let trainer = try Trainer(configuration: configuration, output: "runs/demo")
///     try trainer.train()
///
/// The same data, configuration and seed give the same weights to the bit, at any number of threads and
/// however often the run was stopped and resumed.
public final class Trainer: Sendable {
  let configuration: Configuration
  let output: String
  let data: TrainingData
  let model: Seq2SeqModel
  let pool: WorkerPool
  let packed: PackedWeights
  let gradient: ShardedGradient
  let optimizer: any Optimizer
  let average: WeightAverage?
  let fingerprint: String
  /// Where a resumed run goes on; nil for a new one.
  let resumed: TrainingState?
  private let stopRequested = Atomic(false)

  /// Loads the data and prepares the run folder.
  ///
  /// - Parameters:
  ///   - output: the run folder; it is made if need be.
  ///   - resume: whether to go on from the folder's checkpoint, if there is one.
  ///   - threads: as many as the machine has cores unless given.
  /// - Throws: `UserError` for bad data, a bad configuration, or a folder that already holds a run.
  public init(
    configuration: Configuration, output: String, resume: Bool = false, threads: Int? = nil
  ) throws {
    try configuration.validate()
    self.configuration = configuration
    self.output = output
    pool = WorkerPool(threads: threads)
    let checkpointPath = output + "/" + Checkpoint.fileName
    let hasCheckpoint = FileManager.default.fileExists(atPath: checkpointPath)
    guard resume || !hasCheckpoint else {
      throw UserError(
        .usage, file: output, "the folder holds a run already",
        remedy: "add --resume to go on with it, or give another --output")
    }
    if hasCheckpoint { try RunFolder.checkModel(in: output) }
    let initial = try configuration.training.initialModel.map { [pool] path in
      try InitialModel(path: path, for: configuration, threads: pool.count)
    }
    data = try TrainingData(configuration, initial: initial, threads: pool.count)
    fingerprint = data.fingerprint
    model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: data.train.sourceVocabulary,
      targetVocabulary: data.train.targetVocabulary, sourceSubwords: data.subwords.source,
      targetSubwords: data.subwords.target)
    if !hasCheckpoint { try initial?.copyWeights(into: model.parameters) }
    packed = try PackedWeights(
      model.parameters, training: true, format: configuration.training.precision.format)
    optimizer = configuration.training.makeOptimizer(size: model.parameters.size)
    average = WeightAverage(
      smoothing: configuration.training.exponentialSmoothing, size: model.parameters.size)
    try packed.update(on: pool)
    if let bytes = configuration.training.memory.flatMap(MemorySize.bytes) {
      let plan = try MemoryPlan(
        bytes: bytes, model, packed, optimizer: optimizer, average: average, data: data, on: pool)
      gradient = ShardedGradient(model, packed, pool, limits: plan.limits)
    } else {
      gradient = ShardedGradient(model, packed, pool)
    }
    average?.values.copy(from: model.parameters.values)
    if hasCheckpoint {
      let checkpoint = try Checkpoint(path: checkpointPath, threads: pool.count)
      try checkpoint.check(
        configuration, data: fingerprint, tokenWeights: data.tokenWeights?.fingerprint)
      try checkpoint.restore(
        weights: model.parameters.values, optimizer: optimizer, average: average)
      var state = checkpoint.state
      state.learningRate.rescale(
        from: checkpoint.configuration.training.learningRate,
        to: configuration.training.learningRate)
      resumed = state
    } else {
      resumed = nil
    }
    try packed.update(on: pool)
    try RunFolder.prepare(output, configuration)
  }

  /// What was found in the training data, and in the validation data if there are any.
  public var corpusReports: [CorpusReport] {
    [data.train.report] + (data.validation.map { [$0.report] } ?? [])
  }

  /// What else is odd about the files that were read, or about the machine, a line each.
  public var notices: [String] {
    let precision = configuration.training.precision
    return (data.tokenWeights?.notices ?? [])
      + Trainer.notices(precision, isAvailable: precision.isAvailable)
  }

  static func notices(_ precision: Precision, isAvailable: Bool) -> [String] {
    isAvailable
      ? [] : ["this processor does not multiply in \(precision.rawValue): training in float32"]
  }

  /// Asks a running `train` to save a checkpoint after the update under way and to return. May be called
  /// from any thread.
  public func stop() { stopRequested.store(true, ordering: .relaxed) }

  var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

  /// Calls `body` while the model holds other weights; `weights` holds its own meanwhile.
  func withWeights(_ weights: FloatBuffer, _ body: () throws -> Void) throws {
    func exchange() throws {
      model.parameters.values.swap(with: weights)
      try packed.update(on: pool)
    }
    try exchange()
    let result = Result { try body() }
    try exchange()
    try result.get()
  }

  /// Trains to the end, or until `stop`.
  ///
  /// - Parameters:
  ///   - timeLimit: training ends at the first update after so long; how far it comes is then up to the
  ///     machine.
  ///   - observe: hears what happens, on the calling thread.
  /// - Throws: `UserError` if the loss is no longer a number or a file cannot be written; the last checkpoint
  ///   stays as it is.
  public func train(
    timeLimit: Duration? = nil, _ observe: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    try withoutActuallyEscaping(observe) { observe in
      var run = try TrainingRun(self, timeLimit: timeLimit, observe: observe)
      return try run.run()
    }
  }
}
