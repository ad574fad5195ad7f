import Foundation
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText
import Testing

/// A file that PyTorch wrote: inputs, parameters, results and gradients.
struct ParityFixture {
  let file: SafeTensorsFile

  static func names(prefix: String) throws -> [String] {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(prefix) && $0.hasSuffix(".safetensors") }.sorted()
  }

  init(_ name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    file = try SafeTensorsFile(path: folder.appending(path: name).path)
  }

  func floats(_ name: String) throws -> [Float] { try file.withFloats(name) { Array($0) } }

  func shape(_ name: String) throws -> [Int] { try #require(file.shape(of: name)) }

  func integers(_ name: String) throws -> [Int32] {
    try file.withBytes(name) { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self) }
    }
  }

  /// The rows of a padded [B, T] matrix, cut to their lengths.
  func sentences(_ name: String, lengths: String? = nil) throws -> [ArraySlice<Int32>] {
    let tokens = try integers(name)
    let width = try shape(name)[1]
    return try integers("\(lengths ?? name)_lengths").enumerated().map { row, length in
      tokens[row * width..<row * width + Int(length)]
    }
  }

  /// The batch of a model's fixture.
  func shard() throws -> Shard {
    var copies: (sources: [ArraySlice<Int32>], targets: [ArraySlice<Int32>])?
    if file.shape(of: "source_copies") != nil {
      copies = (
        try sentences("source_copies", lengths: "source"),
        try sentences("target_copies", lengths: "target")
      )
    }
    return Shard(
      sources: try sentences("source"), targets: try sentences("target"), copies: copies)
  }

  func options() throws -> [String: Any] {
    let json = try #require(file.metadata["options"])
    return try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  /// A model of the fixture's kind with the fixture's weights.
  func model() throws -> Seq2SeqModel {
    let options = try options()
    var configuration = Configuration()
    configuration.model.dropout = 0
    configuration.model.residual = options["residual"] as? Bool ?? false
    configuration.model.layerNormalization = options["layer_normalization"] as? Bool ?? false
    configuration.model.cell = try #require(CellKind(rawValue: text(options, "cell")))
    configuration.model.encoder.layers = try number(options, "encoder_layers")
    configuration.model.encoder.bidirectional = try #require(options["bidirectional"] as? Bool)
    configuration.model.encoder.hiddenSize = try number(options, "encoder_hidden")
    configuration.model.decoder.layers = try number(options, "decoder_layers")
    configuration.model.decoder.hiddenSize = try number(options, "decoder_hidden")
    configuration.model.decoder.inputFeeding = try #require(options["input_feeding"] as? Bool)
    configuration.model.decoder.contextInput = options["context_input"] as? Bool ?? false
    configuration.model.copying = options["copying"] as? Bool ?? false
    if let tied = options["tie_embeddings"] as? String {
      configuration.model.tieEmbeddings = try #require(TieEmbeddings(rawValue: tied))
      configuration.data.sharedVocabulary = tied == "all"
    }
    configuration.model.embeddingSize = try number(options, "embedding")
    configuration.model.attention = try #require(
      AttentionKind(rawValue: text(options, "attention")))
    configuration.model.bridge = try #require(BridgeKind(rawValue: text(options, "bridge")))
    configuration.model.context = try #require(ContextKind(rawValue: text(options, "context")))
    let model = try Seq2SeqModel(
      configuration: configuration,
      sourceVocabulary: .numbered(try embeddingRows("encoder")),
      targetVocabulary: .numbered(try embeddingRows("decoder")))
    let expected = Set(file.names.filter { $0.hasPrefix("parameter.") })
    #expect(Set(model.parameters.parameters.map { "parameter.\($0.name)" }) == expected)
    for parameter in model.parameters.parameters {
      let numbers = try floats("parameter.\(parameter.name)")
      model.parameters.values.withFloats(parameter.range) { part in
        for index in part.indices { part[index] = numbers[index] }
      }
    }
    return model
  }

  /// The size of a side's vocabulary.
  private func embeddingRows(_ side: String) throws -> Int {
    let own = file.shape(of: "parameter.\(side).embedding.weight")
    return try (own ?? shape("parameter.embedding.weight"))[0]
  }

  private func text(_ options: [String: Any], _ key: String) throws -> String {
    try #require(options[key] as? String)
  }

  private func number(_ options: [String: Any], _ key: String) throws -> Int {
    try #require(options[key] as? Int)
  }
}

extension Vocabulary {
  /// A vocabulary of so many entries, special symbols included.
  static func numbered(_ count: Int) -> Vocabulary {
    Vocabulary(
      counts: Dictionary(uniqueKeysWithValues: (4..<count).map { ("t\($0)", 1000 - $0) }))
  }
}

/// Whether two lists of numbers agree, and where they differ most.
func expectClose(
  _ actual: [Float], _ expected: [Float], tolerance: Float = 1e-4, _ what: String
) {
  #expect(actual.count == expected.count, "\(what): different counts")
  var worst: (index: Int, error: Float) = (0, 0)
  for (index, (a, e)) in zip(actual, expected).enumerated() {
    let error = abs(a - e) / max(1, abs(e))
    if !(error <= worst.error) { worst = (index, error) }
  }
  #expect(worst.error <= tolerance, "\(what): element \(worst.index) is off by \(worst.error)")
}
