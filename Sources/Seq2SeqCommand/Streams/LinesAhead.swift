import Foundation

/// The lines of an input, read by a thread of its own while earlier ones are worked on.
final class LinesAhead: @unchecked Sendable {
  /// Guards all that follows.
  private let condition = NSCondition()
  private var waiting: [InputLine] = []
  private var hasEnded = false
  private var failure: (any Error)?
  /// So many lines may wait before more are read, so that memory is bounded.
  private let limit: Int

  /// Begins to read.
  ///
  /// - Parameter limit: when so many lines wait, no more are added; as many may come at one go.
  init(_ input: InputLines, limit: Int) {
    self.limit = max(1, limit)
    let thread = Thread { [weak self] in LinesAhead.read(input) { self } }
    thread.name = "lines ahead"
    thread.start()
  }

  /// The lines that are there, at least one and at most `count`, or nil at the end. Errors: those of the input,
  /// once the lines before have been handed out.
  func next(atMost count: Int) throws -> [InputLine]? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty && !hasEnded { condition.wait() }
    guard !waiting.isEmpty else {
      if let failure { throw failure }
      return nil
    }
    let block = Array(waiting.prefix(count))
    waiting.removeFirst(block.count)
    condition.broadcast()
    return block
  }

  /// Reads until the end, or until nobody wants the lines any more.
  private static func read(_ input: InputLines, for owner: () -> LinesAhead?) {
    var input = input
    while let limit = owner()?.limit {
      let block = Result { try input.next(atMost: limit) }
      guard owner()?.add(block) == true else { return }
    }
  }

  /// Returns whether there is more to read.
  private func add(_ block: Result<[InputLine]?, any Error>) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    switch block {
    case .success(let lines?):
      while waiting.count >= limit { condition.wait() }
      waiting += lines
    case .success(nil): hasEnded = true
    case .failure(let error):
      failure = error
      hasEnded = true
    }
    condition.broadcast()
    return !hasEnded
  }
}
