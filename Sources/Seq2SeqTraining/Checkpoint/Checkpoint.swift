import Foundation
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The one file from which a run goes on: weights, optimizer, schedule, data position and best metric, written
/// to a temporary file, synced and renamed, so that it is whole at any instant.
struct Checkpoint {
  static let fileName = "checkpoint.safetensors"

  private static let format = "swift-seq2seq checkpoint 1"

  private enum Key {
    static let format = "format"
    static let configuration = "configuration"
    static let state = "state"
    static let data = "data"
    static let tokenWeights = "token_weights"
    static let weights = "weights"
    static let average = "average"
  }

  let file: SafeTensorsFile
  let configuration: Configuration
  let state: TrainingState
  /// The fingerprint of the training data.
  let data: String
  /// The fingerprint of the token weights; empty without any.
  let tokenWeights: String

  /// Writes a checkpoint.
  static func write(
    to path: String, configuration: Configuration, state: TrainingState, data: String,
    tokenWeights: String?, weights: FloatBuffer, optimizer: any Optimizer, average: WeightAverage?,
    threads: Int
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var writer = SafeTensorsWriter(metadata: [
      Key.format: format, Key.configuration: try configuration.jsonString,
      Key.state: String(decoding: try encoder.encode(state), as: UTF8.self), Key.data: data,
      Key.tokenWeights: tokenWeights ?? "",
    ])
    for (name, values) in buffers(weights, optimizer, average) {
      values.withFloats(0..<values.count) {
        writer.add(name, shape: [values.count], floats: UnsafeBufferPointer($0))
      }
    }
    try writer.write(to: path, threads: threads)
  }

  /// All flat buffers of a run, by name.
  private static func buffers(
    _ weights: FloatBuffer, _ optimizer: any Optimizer, _ average: WeightAverage?
  ) -> [(name: String, values: FloatBuffer)] {
    [(Key.weights, weights)] + optimizer.memory + (average.map { [(Key.average, $0.values)] } ?? [])
  }

  /// Reads a checkpoint and checks that it is whole.
  init(path: String, threads: Int) throws {
    file = try SafeTensorsFile(path: path)
    let damaged = UserError(
      .badData, file: path, "this is not a checkpoint of swift-seq2seq",
      remedy: "start the run anew, or use the version that wrote it")
    guard file.metadata[Key.format] == Checkpoint.format,
      let json = file.metadata[Key.configuration], let state = file.metadata[Key.state],
      let data = file.metadata[Key.data]
    else { throw damaged }
    try file.verifyDigest(threads: threads)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let state = try? decoder.decode(TrainingState.self, from: Data(state.utf8)) else {
      throw damaged
    }
    configuration = try Configuration(json: json)
    self.state = state
    self.data = data
    tokenWeights = file.metadata[Key.tokenWeights] ?? ""
  }

  /// Puts the numbers back where they were.
  func restore(
    weights: FloatBuffer, optimizer: any Optimizer, average: WeightAverage?
  ) throws {
    for (name, values) in Checkpoint.buffers(weights, optimizer, average) {
      guard file.shape(of: name) == [values.count] else {
        throw UserError(
          .badData, file: file.path, "\(name) is missing or belongs to another model",
          remedy: "start the run anew with another --output")
      }
      try file.withFloats(name) { numbers in
        values.withFloats(0..<values.count) { _ = $0.update(fromContentsOf: numbers) }
      }
    }
  }

  /// Refuses to go on under a configuration that makes another run of it.
  ///
  /// What the weights, the batches and the random numbers depend on must be as it was; the rest (epochs,
  /// schedule, reports, validation, decoding) may change. The learning rate goes on from where it was, times
  /// what `training.learning_rate` was changed by.
  func check(
    _ wanted: Configuration, data wantedData: String, tokenWeights wantedWeights: String?
  ) throws {
    let before = configuration
    let pairs: [(String, Bool)] = [
      ("model", before.model == wanted.model),
      ("data.source", before.data.source == wanted.data.source),
      ("data.target", before.data.target == wanted.data.target),
      (
        "data.shared_vocabulary",
        before.data.sharedVocabulary == wanted.data.sharedVocabulary
      ),
      ("training.seed", before.training.seed == wanted.training.seed),
      ("training.batch", before.training.batch == wanted.training.batch),
      (
        "training.gradient_accumulation",
        before.training.gradientAccumulation == wanted.training.gradientAccumulation
      ),
      (
        "training.exponential_smoothing",
        before.training.exponentialSmoothing == wanted.training.exponentialSmoothing
      ),
      ("training.optimizer", before.training.optimizer == wanted.training.optimizer),
      ("training.momentum", before.training.momentum == wanted.training.momentum),
      (
        "training.checkpoint_averaging",
        before.training.checkpointAveraging == wanted.training.checkpointAveraging
      ),
      ("training.token_weights", tokenWeights == wantedWeights ?? ""),
    ]
    if let changed = pairs.first(where: { !$0.1 }) {
      throw UserError(
        .usage, file: file.path, "\(changed.0) has changed since the checkpoint was written",
        remedy: "put it back, or start anew with another --output")
    }
    if data != wantedData {
      throw UserError(
        .badData, file: file.path,
        "the training data have changed since the checkpoint was written",
        remedy: "put them back, or start anew with another --output")
    }
  }
}
