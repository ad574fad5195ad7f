import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTensors
@testable import Seq2SeqTraining

@Suite struct TrainingProfileTests {
  private func profile(threads: Int) throws -> (WorkProfile, operations: Double) {
    let task = try TinyTask()
    defer { task.remove() }
    let trainer = try Trainer(
      configuration: task.configuration, output: task.path("run"), threads: threads)
    let shards = stride(from: 0, to: 160, by: 16).map { first in
      Shard(trainer.data.train.corpus, pairs: (0..<16).map { Int32(first + $0) })
    }
    let before = try ProductBenchmark.operations(of: trainer.pool)
    let earliest = DispatchTime.now().uptimeNanoseconds
    try trainer.pool.startProfile()
    let latest = DispatchTime.now().uptimeNanoseconds
    for update in 1...3 {
      _ = try trainer.gradient.compute(
        shards, smoothing: 0.1, dropout: RandomSource(seed: 1, update: UInt64(update)))
      try trainer.optimizer.step(
        trainer.model.parameters.values, gradient: trainer.gradient.gradient, gradientScale: 1,
        learningRate: 0.001, update: update, on: trainer.pool)
      try trainer.packed.update(on: trainer.pool)
    }
    let soonest = DispatchTime.now().uptimeNanoseconds
    let profile = try trainer.pool.endProfile()
    let end = DispatchTime.now().uptimeNanoseconds
    // Each thread was watched from somewhere between the first two moments to between the last two.
    let sum = (profile.forward + profile.backward).reduce(UInt64(0)) { $0 + $1.nanoseconds }
    #expect(sum >= UInt64(threads) * (soonest - latest))
    #expect(sum <= UInt64(threads) * (end - earliest))
    return (profile, try ProductBenchmark.operations(of: trainer.pool) - before)
  }

  @Test(arguments: [1, 2, 3]) func allTimeAndAllProductsAreSomebodys(threads: Int) throws {
    let (profile, operations) = try profile(threads: threads)
    let counted = (profile.forward + profile.backward).reduce(0.0) { $0 + $1.operations }
    #expect(operations > 0 && counted == operations)
    let entries = TrainingProfile(profile, updates: 3, threads: threads, peak: 1e9).entries
    #expect(abs(entries.reduce(0) { $0 + $1.share } - 1) < 1e-3)
    #expect(entries.map(\.milliseconds) == entries.map(\.milliseconds).sorted(by: >))
    #expect(Set(entries.map(\.work)).count == entries.count)
    let sum = (profile.forward + profile.backward).reduce(UInt64(0)) { $0 + $1.nanoseconds }
    let milliseconds = 3 * entries.reduce(0) { $0 + $1.milliseconds }
    #expect(abs(milliseconds * 1e6 / Double(sum) - 1) < 1e-3)
  }

  @Test func whatMustOccurDoes() throws {
    let entries = TrainingProfile(
      try profile(threads: 2).0, updates: 3, threads: 2, peak: 1e9
    ).entries
    func entry(_ name: String) -> TrainingProfile.Entry? { entries.first { $0.work == name } }
    let products: [WorkKind] = [.inputProducts, .recurrentProducts, .attention]
    for kind in products + [.rows, .gates] {
      for name in [kind.name, "backward of \(kind.name)"] {
        let found = entry(name)
        #expect((found?.milliseconds ?? 0) > 0, "\(name)")
        if products.contains(kind) { #expect(found?.operationsPerSecond != nil, "\(name)") }
        if kind == .gates { #expect(found?.operationsPerSecond == nil, "\(name)") }
      }
    }
    // Its gradient is worked out on the way there.
    #expect(entry(WorkKind.projection.name)?.operationsPerSecond != nil)
    for kind in [WorkKind.weightGradients, .optimizer, .packing, .waiting] {
      #expect((entry(kind.name)?.milliseconds ?? 0) > 0, "\(kind)")
      #expect(entry("backward of \(kind.name)") == nil, "\(kind)")
    }
    #expect(entry(WorkKind.weightGradients.name)?.operationsPerSecond != nil)
    for entry in entries {
      // All threads together against a peak of 1 GFLOP/s.
      guard let rate = entry.operationsPerSecond, let share = entry.shareOfPeak else { continue }
      #expect(abs(share * 1e9 - rate) <= 1e-9 * rate)
    }
  }
}
