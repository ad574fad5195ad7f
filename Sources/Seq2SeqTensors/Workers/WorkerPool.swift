import Foundation

/// One thread per core, each with its `Worker`; a run hands out numbered tasks.
///
/// Which thread takes which task is left to chance, so tasks must not depend on it: each writes to a
/// place of its own, and whoever adds the parts does so in the order of their numbers.
public final class WorkerPool: Sendable {
  package typealias Task = (_ index: Int, _ worker: Worker) throws -> Void

  /// The number of threads.
  public let count: Int
  private let board = TaskBoard()

  /// Starts the threads; by default as many as the machine has cores.
  public init(threads: Int? = nil) {
    count = max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
    for index in 0..<count {
      let thread = Thread { [board] in
        Worker.prepareThread()
        board.work(Worker(index: index))
      }
      thread.stackSize = 16 << 20
      thread.name = "seq2seq worker \(index)"
      thread.start()
    }
  }

  deinit { board.close() }

  /// Adds up what each worker says of itself.
  package func sum(_ value: (Worker) -> Double) throws -> Double {
    var sum = 0.0
    try onEach { sum += value($0) }
    return sum
  }

  /// Runs task 0, 1, … `tasks` - 1 and returns when all have ended. Throws the error of the first task in
  /// number that failed; the others run to their end. One run at a time.
  package func run(tasks: Int, as kind: WorkKind = .other, _ body: Task) throws {
    guard tasks > 0 else { return }
    try withoutActuallyEscaping(body) { try board.run($0, kind: kind, count: tasks) }
  }

  /// Has every worker do something once.
  func onEach(_ body: (Worker) -> Void) throws {
    // A worker that is done may take a second task, so each is asked until all have been.
    var seen: Set<Int> = []
    let lock = NSLock()
    while seen.count < count {
      try run(tasks: count) { _, worker in
        lock.withLock { if seen.insert(worker.index).inserted { body(worker) } }
      }
    }
  }

  /// Starts to watch where the threads' time goes.
  package func startProfile() throws {
    try onEach { $0.profile = WorkProfile(operations: $0.products.operations) }
  }

  /// Stops watching. Returns what there was to see, all threads together.
  package func endProfile() throws -> WorkProfile {
    var sum = WorkProfile()
    try onEach { worker in
      worker.turn(to: .waiting)
      if let profile = worker.profile { sum.add(profile) }
      worker.profile = nil
    }
    return sum
  }
}

/// Where the pool puts tasks up and the threads take them down.
private final class TaskBoard: @unchecked Sendable {
  private let condition = NSCondition()
  private let turn = NSLock()
  private var task: WorkerPool.Task?
  private var kind = WorkKind.other
  private var taskCount = 0
  private var nextTask = 0
  private var running = 0
  private var firstError: (index: Int, error: any Error)?
  private var isClosed = false

  func run(_ body: @escaping WorkerPool.Task, kind: WorkKind, count: Int) throws {
    turn.lock()
    defer { turn.unlock() }
    condition.lock()
    task = body
    self.kind = kind
    taskCount = count
    nextTask = 0
    condition.broadcast()
    while nextTask < taskCount || running > 0 { condition.wait() }
    let error = firstError?.error
    task = nil
    firstError = nil
    taskCount = 0
    nextTask = 0
    condition.unlock()
    if let error { throw error }
  }

  /// A thread's life.
  func work(_ worker: Worker) {
    condition.lock()
    defer { condition.unlock() }
    while !isClosed {
      guard nextTask < taskCount else {
        condition.wait()
        continue
      }
      perform(worker)
    }
  }

  /// Takes one task; the lock is held before and after.
  private func perform(_ worker: Worker) {
    guard let task else { return }
    let (index, kind) = (nextTask, kind)
    nextTask += 1
    running += 1
    condition.unlock()
    var failure: (any Error)?
    worker.turn(to: kind)
    defer { worker.turn(to: .waiting) }
    do {
      try task(index, worker)
      try worker.products.check()
    } catch { failure = error }
    condition.lock()
    if let failure, index < firstError?.index ?? .max { firstError = (index, failure) }
    running -= 1
    if nextTask >= taskCount && running == 0 { condition.broadcast() }
  }

  func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }
}
