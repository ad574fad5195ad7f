import Foundation
import Seq2Seq

/// A task small enough to learn while a test waits: words of letters to the same letters backwards.
struct TinyTask {
  let folder: URL

  init(pairs: Int = 160) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "seq2seq-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let letters = Array("abcdef")
    func line(_ number: Int) -> String {
      var rest = number &* 2_654_435_761 % 1_000_003
      let word = (0..<(2 + number % 4)).map { _ in
        defer { rest /= 6 }
        return letters[rest % 6]
      }
      return String(word) + "\t" + String(word.reversed())
    }
    try (0..<pairs).map(line).joined(separator: "\n").write(
      to: folder.appending(path: "train.tsv"), atomically: true, encoding: .utf8)
    try (pairs..<pairs + 20).map(line).joined(separator: "\n").write(
      to: folder.appending(path: "validation.tsv"), atomically: true, encoding: .utf8)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// A configuration that takes a second or so.
  var configuration: Configuration {
    var configuration = Configuration()
    configuration.data.train = .pairs(path("train.tsv"))
    configuration.data.validation = .pairs(path("validation.tsv"))
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.model.embeddingSize = 12
    configuration.model.hiddenSize = 20
    configuration.model.encoder.hiddenSize = 14
    configuration.model.dropout = 0.2
    configuration.training.epochs = 3
    configuration.training.batch = .sentences(40)
    configuration.training.learningRate = 0.01
    configuration.training.reportInterval = 2
    configuration.evaluation.metrics = ["exact_match"]
    configuration.decoding.maximumLength = 12
    return configuration
  }

  /// The same with another cell, in two layers with all that can be around it.
  func configuration(_ cell: CellKind) -> Configuration {
    var configuration = configuration
    configuration.model.cell = cell
    configuration.model.encoder.layers = 2
    configuration.model.decoder.layers = 2
    configuration.model.residual = true
    configuration.model.layerNormalization = true
    configuration.model.recurrentDropout = 0.2
    return configuration
  }

  /// Trains into a run folder of that name.
  @discardableResult func train(
    _ configuration: Configuration, into run: String, resume: Bool = false, threads: Int? = 2,
    _ observe: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    try Trainer(
      configuration: configuration, output: path(run), resume: resume, threads: threads
    ).train(observe)
  }
}
