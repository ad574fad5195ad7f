/// Two neighbouring symbols that make a piece.
struct Merge {
  var score: Float
  var left: Int
  var right: Int
  /// Bytes of both when the merge was found.
  var count: Int

  /// Whether this merge comes first: by score, then from left to right.
  func precedes(_ other: Merge) -> Bool {
    score != other.score ? score > other.score : left < other.left
  }
}

/// Merges, the first to make on top: a binary heap.
struct MergeQueue {
  private var heap: [Merge] = []

  mutating func push(_ merge: Merge) {
    heap.append(merge)
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Merge? {
    guard let last = heap.indices.last else { return nil }
    heap.swapAt(0, last)
    let top = heap.removeLast()
    var parent = 0
    while true {
      let children = (2 * parent + 1)..<(2 * parent + 3)
      guard
        let first = children.filter({ $0 < heap.count }).min(by: { heap[$0].precedes(heap[$1]) }),
        heap[first].precedes(heap[parent])
      else { return top }
      heap.swapAt(first, parent)
      parent = first
    }
  }
}
