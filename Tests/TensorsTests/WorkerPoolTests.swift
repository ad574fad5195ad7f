import Foundation
import Synchronization
import Testing

@testable import Seq2SeqTensors

@Suite struct WorkerPoolTests {
  private struct Failure: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 5], [0, 1, 2, 3, 7, 200])
  func everyTaskRunsOnce(threads: Int, tasks: Int) throws {
    let pool = WorkerPool(threads: threads)
    let runs = Mutex([Int](repeating: 0, count: tasks))
    for round in 1...3 {
      try pool.run(tasks: tasks) { index, worker in
        runs.withLock { $0[index] += 1 }
        #expect((0..<threads).contains(worker.index))
      }
      #expect(runs.withLock { $0 } == [Int](repeating: round, count: tasks))
    }
  }

  /// Later tasks fail earlier in time; the first in number is reported, and all run.
  @Test(arguments: [1, 2, 4]) func firstErrorInNumber(threads: Int) throws {
    let pool = WorkerPool(threads: threads)
    let ran = Mutex(0)
    #expect(throws: Failure(index: 3)) {
      try pool.run(tasks: 30) { index, _ in
        ran.withLock { $0 += 1 }
        if index == 3 { Thread.sleep(forTimeInterval: 0.02) }
        if index % 4 == 3 { throw Failure(index: index) }
      }
    }
    #expect(ran.withLock { $0 } == 30)
  }

  @Test func anErrorIsForgottenInTheNextRun() throws {
    let pool = WorkerPool(threads: 2)
    for index in 0..<5 {
      #expect(throws: Failure(index: index)) {
        try pool.run(tasks: 6) { task, _ in if task == index { throw Failure(index: task) } }
      }
      let sum = Mutex(0)
      try pool.run(tasks: 6) { task, _ in sum.withLock { $0 += task } }
      #expect(sum.withLock { $0 } == 15)
    }
  }

  /// Runs that several threads ask for take their turns.
  @Test func severalCallers() async throws {
    let pool = WorkerPool(threads: 2)
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for caller in 0..<4 {
        group.addTask {
          var results = [Int](repeating: 0, count: 50)
          try results.withUnsafeMutableBufferPointer { buffer in
            let places = buffer
            try pool.run(tasks: 50) { index, _ in places[index] = index * caller }
          }
          return results.reduce(0, +)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums.sorted() == [0, 1225, 2450, 3675])
  }

  @Test func pointlessNumbersOfThreads() throws {
    for threads in [0, -3] {
      let pool = WorkerPool(threads: threads)
      #expect(pool.count == 1)
      try pool.run(tasks: 2) { _, _ in }
    }
    #expect(WorkerPool().count == ProcessInfo.processInfo.activeProcessorCount)
  }

  /// The threads end, and with them their workers' memory.
  @Test func droppingThePoolEndsTheThreads() async throws {
    weak var worker: Worker?
    var pool: WorkerPool? = WorkerPool(threads: 1)
    try pool?.run(tasks: 1) { _, mine in worker = mine }
    #expect(worker != nil)
    pool = nil
    for _ in 0..<500 where worker != nil { try await Task.sleep(for: .milliseconds(10)) }
    #expect(worker == nil)
  }
}
