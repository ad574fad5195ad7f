import Foundation
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTensors
@testable import Seq2SeqTraining

/// A tiny training of a model whose parts have no case in the configuration.
enum PartsTrial {
  /// The mean loss of the first and of the last update: copying two or three of four letters.
  static func losses(_ parts: ModelParts) throws -> (first: Double, last: Double) {
    var configuration = Configuration()
    configuration.model.embeddingSize = 8
    configuration.model.hiddenSize = 12
    configuration.model.dropout = 0
    let letters = Vocabulary(counts: ["a": 4, "b": 3, "c": 2, "d": 1])
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: letters, targetVocabulary: letters,
      parts: parts)
    let pool = WorkerPool(threads: 2)
    let packed = try PackedWeights(model.parameters, training: true)
    let gradient = ShardedGradient(model, packed, pool)
    let optimizer = TrainingConfiguration().makeOptimizer(size: model.parameters.size)
    var generator = RandomSource(seed: 1, update: 0).generator(stream: 0)
    let sentences = (0..<Shard.pairs).map { index in
      ArraySlice((0..<2 + index % 2).map { _ in Int32.random(in: 4...7, using: &generator) })
    }
    let shard = Shard(sources: sentences, targets: sentences)
    var losses: [Double] = []
    for update in 1...120 {
      try packed.update(on: pool)
      let sums = try gradient.compute(
        [shard], smoothing: 0, dropout: RandomSource(seed: 1, update: UInt64(update))
      ).sums
      losses.append(sums.loss / Double(sums.tokens))
      try optimizer.step(
        model.parameters.values, gradient: gradient.gradient, gradientScale: 1,
        learningRate: 0.02, update: update, on: pool)
    }
    return (losses[0], try #require(losses.last))
  }
}

/// That the parts of a source file that stand between markers stand in a document too, line for line.
func expectExamples(
  of document: String, in source: String, names: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
  let lines = try String(contentsOf: URL(filePath: source), encoding: .utf8)
    .split(separator: "\n", omittingEmptySubsequences: false)
  let marker =
    (source.hasSuffix(".py") ? "# " : "// ") + URL(filePath: document).lastPathComponent
  for name in names {
    let example = lines.drop { $0 != "\(marker): \(name)" }.dropFirst()
      .prefix { $0 != "\(marker): end" }
    #expect(example.count >= 5, "\(name)", sourceLocation: sourceLocation)
    #expect(
      text.contains("\n" + example.joined(separator: "\n") + "\n"), "example \(name)",
      sourceLocation: sourceLocation)
  }
}
