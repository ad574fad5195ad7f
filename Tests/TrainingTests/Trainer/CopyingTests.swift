import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

/// A task that is learnt by copying: names that no vocabulary has go into sentences that it has.
@Suite struct CopyingTests {
  /// `call NAME now` to `NAME is called`, and the like; each name occurs in one pair.
  private static func line(_ number: Int) -> String {
    let name = "n\(number * 7919 % 100_003)"
    let other = "m\(number * 104_729 % 100_003)"
    return [
      "call \(name) now\t\(name) is called",
      "who is \(name)\tthis is \(name)",
      "\(name) meets \(other) now\t\(other) is met by \(name)",
      "is \(name) here\there is \(name)",
    ][number % 4]
  }

  private func write(_ lines: Range<Int>, _ name: String, _ task: TinyTask) throws {
    try lines.map(Self.line).joined(separator: "\n").write(
      toFile: task.path(name), atomically: true, encoding: .utf8)
  }

  private func exactMatch(copying: Bool) throws -> Double {
    let task = try TinyTask()
    defer { task.remove() }
    try write(0..<240, "train.tsv", task)
    try write(240..<280, "validation.tsv", task)
    var configuration = task.configuration
    for side in [\DataConfiguration.source, \.target] {
      configuration.data[keyPath: side].tokenizer = .words
      configuration.data[keyPath: side].minimumFrequency = 2
    }
    configuration.model.copying = copying
    configuration.model.dropout = 0
    configuration.model.embeddingSize = 16
    configuration.model.hiddenSize = 32
    configuration.training.epochs = 12
    configuration.training.batch = .sentences(16)
    configuration.training.labelSmoothing = 0
    let outcome = try task.train(configuration, into: "run")
    if copying {
      let translator = try Translator(model: Seq2SeqModel(path: task.path("run")))
      #expect(try translator.translate("call Łukasz now") == "Łukasz is called")
      #expect(try translator.translate("who is </s>") == "this is </s>")
      let map = try translator.attention("call Łukasz now")
      #expect(map.targetTokens == ["Łukasz", "is", "called", "</s>"])
      // The metrics with true inputs and running freely know copies too.
      #expect((outcome.best?.metrics["accuracy"] ?? 0) > 95)
      #expect((outcome.best?.metrics["free_running_accuracy"] ?? 0) > 95)
    }
    return outcome.best?.metrics["exact_match"] ?? -1
  }

  @Test func namesThatNobodyKnowsAreCopied() throws {
    #expect(try exactMatch(copying: true) > 90)
    #expect(try exactMatch(copying: false) == 0)
  }

  /// A checkpoint goes with what can be copied from where, not with the names.
  @Test func otherNamesAreOtherData() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.model.copying = true
    configuration.data.validation = nil
    configuration.data.target.tokenizer = .words
    configuration.data.source.tokenizer = .words
    configuration.data.source.minimumFrequency = 3
    configuration.data.target.minimumFrequency = 3
    func fingerprint(_ text: String) throws -> String {
      try text.write(toFile: task.path("train.tsv"), atomically: true, encoding: .utf8)
      return try TrainingData(configuration, threads: 2).fingerprint
    }
    let one = try fingerprint("a b\tb c\na b\tc\na a\tc c")
    #expect(try fingerprint("a d\td c\na b\tc\na a\tc c") == one, "another name in the same place")
    #expect(try fingerprint("a b\td c\na b\tc\na a\tc c") != one, "nothing to copy")
    configuration.model.copying = false
    #expect(try fingerprint("a b\tb c\na b\tc\na a\tc c") != one)
    #expect(
      try fingerprint("a b\tb c\na b\tc\na a\tc c") == fingerprint("a b\td c\na b\tc\na a\tc c"))
  }
}
