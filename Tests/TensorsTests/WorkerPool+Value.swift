import Testing

@testable import Seq2SeqTensors

extension WorkerPool {
  /// What a worker makes. Expectations belong outside of it: on a worker's thread a failure does not know its
  /// test.
  static func value<Value>(_ body: (Worker) throws -> Value) throws -> Value {
    var result: Value?
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in result = try body(worker) }
    return try #require(result)
  }
}
