import Foundation
import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

/// A model that PyTorch exported, with its vocabularies and what it says of given targets.
struct ImportFixture {
  static let names = [
    "import-lstm", "import-lstm-cell", "import-gru", "import-gru-cells", "import-rnn",
  ]

  let folder: String
  let expected: ParityFixture

  init(_ name: String) throws {
    folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures/\(name)").path
    expected = try ParityFixture("\(name)/expected.safetensors")
  }

  func configuration() throws -> Configuration {
    let options = try expected.options()
    func number(_ key: String) throws -> Int { try #require(options[key] as? Int) }
    func text(_ key: String) throws -> String { try #require(options[key] as? String) }
    var configuration = Configuration()
    configuration.model.cell = try #require(CellKind(rawValue: text("cell")))
    configuration.model.attention = try #require(AttentionKind(rawValue: text("attention")))
    configuration.model.embeddingSize = try number("embedding")
    configuration.model.encoder.layers = try number("layers")
    configuration.model.decoder.layers = try number("layers")
    configuration.model.encoder.hiddenSize = try number("encoder_hidden")
    configuration.model.decoder.hiddenSize = try number("decoder_hidden")
    return configuration
  }

  /// The model, perhaps of other weights or of another configuration.
  func model(
    weights: String? = nil, _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> Seq2SeqModel {
    var configuration = try configuration()
    change(&configuration)
    return try Seq2SeqModel(
      importing: weights ?? "\(folder)/weights.safetensors", configuration: configuration,
      source: VocabularyFile(path: "\(folder)/source.txt"),
      target: VocabularyFile(path: "\(folder)/target.txt"))
  }

  /// PyTorch's tensors by name: shape and values.
  func tensors() throws -> [String: (shape: [Int], values: [Float])] {
    let file = try SafeTensorsFile(path: "\(folder)/weights.safetensors")
    return try Dictionary(
      uniqueKeysWithValues: file.names.map { name in
        (name, (try #require(file.shape(of: name)), try file.withFloats(name) { Array($0) }))
      })
  }

  /// The natural-log probability of each of the fixture's targets.
  func logProbabilities(_ model: Seq2SeqModel) throws -> [Float] {
    let options = try expected.options()
    let sources = try #require(options["sources"] as? [String])
    let targets = try #require(options["targets"] as? [String])
    let pool = WorkerPool(threads: 1)
    let packed = try PackedWeights(model.parameters, training: false)
    try packed.update(on: pool)
    var result = [Float](repeating: .nan, count: sources.count)
    try pool.run(tasks: 1) { _, worker in
      for (index, (source, target)) in zip(sources, targets).enumerated() {
        worker.arena.reset()
        let tape = Tape(worker: worker, store: model.parameters, packed: packed)
        let shard = Shard(
          sources: [ArraySlice(numbers(source, model.sourceVocabulary))],
          targets: [ArraySlice(numbers(target, model.targetVocabulary))])
        result[index] = -Float(
          model.loss(tape, shard, scale: 1, smoothing: 0).negativeLogLikelihood)
      }
    }
    return result
  }

  private func numbers(_ line: String, _ vocabulary: Vocabulary) -> [Int32] {
    vocabulary.identifiers(of: line.split(separator: " ").map(String.init))
  }
}
