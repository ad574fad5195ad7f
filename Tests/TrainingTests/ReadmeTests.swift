import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

// What stands between the markers below stands in the README too, line for line.

// README: train
/// Learns to write Korean names in Latin letters from lines `김민지<TAB>Gim Minji`.
func trainRomanizer(pairs: String, heldOut: String, run: String) throws {
  var configuration = Configuration()
  configuration.data.train = .pairs(pairs)
  configuration.data.validation = .pairs(heldOut)
  configuration.data.source.tokenizer = .jamo
  configuration.data.target.tokenizer = .characters
  configuration.model.embeddingSize = 64
  configuration.model.hiddenSize = 128
  configuration.training.epochs = 20
  configuration.training.batch = .sentences(32)
  configuration.evaluation.metrics = ["exact_match"]

  let trainer = try Trainer(configuration: configuration, output: run)
  trainer.corpusReports.flatMap(\.summaryLines).forEach { print($0) }
  let outcome = try trainer.train { event in
    guard case .validation(let report, let isBest) = event else { return }
    let share = report.metrics["exact_match"] ?? 0
    print("epoch \(report.epoch): \(share) % right", isBest ? "(lowest loss so far)" : "")
  }
  print("\(outcome.reason) after \(outcome.updates) updates")
}
// README: end

// README: translate
func romanize(_ names: [String], run: String) throws -> [String] {
  let model = try Seq2SeqModel(path: run)  // a run folder, or the model.safetensors in it
  let translator = try Translator(model: model)
  return try translator.translate(names).map(\.text)
}
// README: end

/// The README's examples work, and the reference leaves nothing out.
@Suite struct ReadmeTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test func examplesTrainAndTranslate() throws {
    let task = try TinyTask()
    defer { task.remove() }
    let run = task.path("run")
    try trainRomanizer(
      pairs: task.path("train.tsv"), heldOut: task.path("validation.tsv"), run: run)
    let names = ["abc", "", "fade"]
    let romanized = try romanize(names, run: run)
    #expect(romanized.count == names.count)
    #expect(romanized[1].isEmpty && !romanized[0].isEmpty && !romanized[2].isEmpty)
  }

  @Test(arguments: ["README.md", "README.ko.md"])
  func examplesAreTheReadmesOwn(_ readme: String) throws {
    let readme = try Self.text(of: readme)
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for name in ["train", "translate"] {
      let example = lines.drop { $0 != "// README: \(name)" }.dropFirst()
        .prefix { $0 != "// README: end" }
      #expect(example.count >= 5)
      #expect(readme.contains("\n" + example.joined(separator: "\n") + "\n"), "example \(name)")
    }
  }

  @Test func everyKeyIsInTheReference() throws {
    let reference = try Self.text(of: "Documentation/Configuration.md")
    for path in ConfigurationKey.all.paths() {
      let key = path.joined(separator: ".")
      #expect(reference.contains("`\(key)`"), "\(key) is not in Documentation/Configuration.md")
    }
    for metric in Metric.allNames {
      #expect(reference.contains("`\(metric)`"), "the metric \(metric) is not in the reference")
    }
  }

  @Test func theConfigurationInTheReferenceIsTheDefault() throws {
    let reference = try Self.text(of: "Documentation/Configuration.md")
    let start = try #require(reference.range(of: "```yaml\n"))
    let rest = reference[start.upperBound...]
    let end = try #require(rest.range(of: "```"))
    let written = try ConfigurationFile.parse(String(rest[..<end.lowerBound]), file: "reference")
    var expected = Configuration()
    expected.data.train = written.data.train
    expected.data.validation = written.data.validation
    #expect(written == expected)
  }

  @Test(
    arguments: [
      "README.md", "README.ko.md", "CONTRIBUTING.md", "CHANGELOG.md",
      "Documentation/Architecture.md", "Documentation/Configuration.md", "Documentation/Files.md",
      "Documentation/Import.md", "Documentation/Tools.md",
      "Documentation/AddingACell.md", "Documentation/AddingAnAttention.md",
      "Documentation/Gradients.md",
    ])
  func filesThatAreNamedExist(_ document: String) throws {
    let folders = ["Sources/", "Tests/", "Scripts/", "Recipes/", "Documentation/"]
    for match in try Self.text(of: document).matches(of: /`([A-Za-z][\w.\/+-]*)`/) {
      let name = String(match.output.1)
      guard folders.contains(where: name.hasPrefix) else { continue }
      let path = Self.root.appending(path: name).path
      #expect(FileManager.default.fileExists(atPath: path), "\(document) names \(name)")
    }
  }
}
