import Foundation

/// Where one thread's time goes. It belongs to that thread's `Worker`.
package struct WorkProfile: Sendable {
  /// Time and products of one kind of work in one direction.
  package struct Share: Sendable {
    package var nanoseconds: UInt64 = 0
    /// Floating-point operations of products.
    package var operations = 0.0

    package static func += (share: inout Share, other: Share) {
      share.nanoseconds += other.nanoseconds
      share.operations += other.operations
    }
  }

  /// By `WorkKind.rawValue`.
  package private(set) var forward = [Share](repeating: Share(), count: WorkKind.allCases.count)
  package private(set) var backward = [Share](repeating: Share(), count: WorkKind.allCases.count)
  private var kind = WorkKind.waiting
  private var isBackward = false
  private var since = DispatchTime.now().uptimeNanoseconds
  private var operations = 0.0

  package init(operations: Double = 0) { self.operations = operations }

  /// What was under way ends, and something else begins.
  mutating func turn(to kind: WorkKind, isBackward: Bool = false, operations: Double) {
    let now = DispatchTime.now().uptimeNanoseconds
    let share = Share(nanoseconds: now - since, operations: operations - self.operations)
    if self.isBackward {
      backward[self.kind.rawValue] += share
    } else {
      forward[self.kind.rawValue] += share
    }
    (self.kind, self.isBackward, since, self.operations) = (kind, isBackward, now, operations)
  }

  /// Adds another thread's.
  package mutating func add(_ other: WorkProfile) {
    for index in forward.indices {
      forward[index] += other.forward[index]
      backward[index] += other.backward[index]
    }
  }
}
