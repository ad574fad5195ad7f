import Seq2SeqTensors
import Synchronization

/// The memory of one model's search for one group of sentences. One thread at a time uses it.
final class SearchArenas: @unchecked Sendable {
  /// What is made of the sources, once.
  let source = Arena()
  /// The states of the step before and of the next one, by turns.
  let steps = [Arena(), Arena()]
  /// The logits, which are read before the next step.
  let logits = Arena()

  private var all: [Arena] { [source, logits] + steps }

  fileprivate func reset() {
    for arena in all { arena.reset() }
  }

  fileprivate var allocations: Int { all.reduce(0) { $0 + $1.allocations } }
}

/// The arenas of a translator's searches, kept from one group of sentences to the next: in memory that is new to the
/// process, each page costs a fault when it is first written.
package final class SearchArenaPool: Sendable {
  private let idle = Mutex<[SearchArenas]>([])

  package init() {}

  /// Arenas for one search, empty.
  package func lend() -> Loan {
    Loan(idle.withLock { $0.popLast() } ?? SearchArenas(), of: self)
  }

  /// Gives the memory of searches that have ended back to the system.
  package func release() {
    idle.withLock { $0 = [] }
  }

  /// How often memory was taken from the system, by searches that have ended.
  var allocations: Int {
    idle.withLock { $0.reduce(0) { $0 + $1.allocations } }
  }

  /// Arenas until they are let go of, which takes the tensors in them along.
  package final class Loan {
    let arenas: SearchArenas
    private let owner: SearchArenaPool

    fileprivate init(_ arenas: SearchArenas, of owner: SearchArenaPool) {
      self.arenas = arenas
      self.owner = owner
    }

    deinit {
      arenas.reset()
      owner.idle.withLock { $0.append(arenas) }
    }
  }
}
