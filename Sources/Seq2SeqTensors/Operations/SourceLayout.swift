/// Which source states a row may look at.
package struct SourceLayout: Sendable {
  /// S, the longest source.
  package let time: Int
  /// B, the sentences side by side in the source states.
  package let batch: Int
  /// The source length of each sentence [B]; 0 for those that only fill up a tile.
  package let lengths: [Int32]

  package init(time: Int, batch: Int, lengths: [Int32]) {
    precondition(lengths.count == batch && lengths.allSatisfy { $0 >= 0 && Int($0) <= time })
    self.time = time
    self.batch = batch
    self.lengths = lengths
  }
}
