import Foundation
import Seq2Seq

/// What a lesson works with: its seed and budget, a place for files, a voice, and training.
struct Workbench: Sendable {
  /// Everything random follows from it.
  let seed: UInt64
  /// Updates of the weights of each model.
  let updates: Int
  /// The updates that the lesson is made for.
  let fullUpdates: Int
  /// As many as the machine has cores if nil; results do not depend on it.
  let threads: Int?
  /// A folder that is gone when the lesson is over.
  let folder: URL
  /// Says a short line on how things go.
  let say: @Sendable (String) -> Void

  /// How many examples to test on: as many as the lesson is made for, fewer if the budget is smaller.
  func testCount(_ full: Int) -> Int {
    updates >= fullUpdates ? full : max(min(full, 4), full * updates / fullUpdates)
  }

  /// Random numbers of the seed; `stream` keeps uses apart.
  func generator(stream: UInt32) -> RandomSource.Generator {
    RandomSource(seed: seed, update: .max).generator(stream: stream)
  }

  /// Writes pairs into a file as `seq2seq train` reads them.
  func write(_ pairs: [TextPair], name: String) throws -> DataFiles {
    let file = folder.appending(path: name + ".tsv")
    let lines = pairs.map { "\($0.source)\t\($0.target)\n" }.joined()
    try Data(lines.utf8).write(to: file)
    return .pairs(file.path)
  }

  /// Seeds for the repetitions of a training, so that what is chance can be told from what is not.
  func seeds(_ count: Int) -> [UInt64] {
    var generator = generator(stream: .max - 1)
    return (0..<count).map { _ in generator.next() >> 32 }
  }

  /// Trains a model on pairs, as `seq2seq train` does, for as many updates as the budget has, and opens it.
  /// With `watch` the best model is opened and not the last one.
  func train(
    _ configuration: Configuration, on pairs: [TextPair], name: String, seed: UInt64? = nil,
    watch: Watch? = nil
  ) throws -> Seq2SeqModel {
    var configuration = configuration
    configuration.data.train = try write(pairs, name: name)
    configuration.data.validation = try watch.map { try write($0.pairs, name: name + "-watch") }
    configuration.training.seed = seed ?? self.seed
    configuration.training.epochs = nil
    configuration.training.updates = updates
    configuration.training.validationInterval = watch?.interval ?? updates
    configuration.training.reportInterval = max(1, updates / 5)
    let run = folder.appending(path: name).path
    let trainer = try Trainer(configuration: configuration, output: run, threads: threads)
    say("\(name): training on \(pairs.count) pairs, \(updates) updates")
    _ = try trainer.train { event in
      switch event {
      case .report(let report, _):
        say("\(name): update \(report.update), loss \(report.loss.fixed(3))")
      case .validation(let report, _): watch?.hear(report)
      default: break
      }
    }
    return try Seq2SeqModel(path: run)
  }
}

/// Pairs that a training is validated on while it goes on.
struct Watch {
  let pairs: [TextPair]
  /// Updates between validations.
  let interval: Int
  let hear: (ValidationReport) -> Void
}

/// A source with its target.
struct TextPair: Codable, Hashable, Sendable {
  var source: String
  var target: String
}

extension RandomSource.Generator {
  /// A number from 0 to below a bound. Bounds are small here, so that the remainder favours none visibly.
  mutating func number(below bound: Int) -> Int {
    Int(next() % UInt64(max(1, bound)))
  }

  /// A number from 0 to below 1.
  mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

  /// One of the elements; nil of none.
  mutating func element<Element>(of elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[number(below: elements.count)]
  }

  /// Brings elements into an order by chance (Fisher and Yates).
  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, number(below: last + 1))
    }
  }
}
