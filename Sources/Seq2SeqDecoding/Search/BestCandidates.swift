/// Keeps the best few of the candidates offered, best first.
///
/// Insertion into a short sorted list: for beams of usual width faster than a heap, and without
/// allocation once it has grown.
struct BestCandidates {
  /// The best candidates so far, best first.
  private(set) var kept: [Candidate] = []
  private var capacity = 0

  /// Forgets everything and keeps at most `capacity` from now on.
  mutating func reset(capacity: Int) {
    kept.removeAll(keepingCapacity: true)
    self.capacity = capacity
  }

  /// Keeps a candidate if it is among the best so far.
  mutating func offer(_ candidate: Candidate) {
    if kept.count >= capacity {
      guard let worst = kept.last, candidate.precedes(worst) else { return }
      kept.removeLast()
    }
    var index = kept.count
    kept.append(candidate)
    while index > 0, candidate.precedes(kept[index - 1]) {
      kept[index] = kept[index - 1]
      index -= 1
    }
    kept[index] = candidate
  }
}
