import Seq2SeqTensors

/// Where the time of training goes, all threads together.
public struct TrainingProfile: Codable, Sendable {
  /// One kind of work.
  public struct Entry: Codable, Sendable {
    /// What is done, with "backward of" before it on the way back.
    public let work: String
    /// Of all threads, an update.
    public let milliseconds: Double
    /// Of the time of all threads.
    public let share: Double
    /// Floating-point operations of matrix products a second, all threads together; nil where there are no
    /// products.
    public let operationsPerSecond: Double?
    /// That over the peak of the same run.
    public let shareOfPeak: Double?
  }

  /// What takes most first.
  public let entries: [Entry]

  init(_ profile: WorkProfile, updates: Int, threads: Int, peak: Double) {
    let kinds = WorkKind.allCases
    let shares =
      kinds.map { ($0.name, profile.forward[$0.rawValue]) }
      + kinds.map { ("backward of \($0.name)", profile.backward[$0.rawValue]) }
    let total = shares.reduce(0.0) { $0 + Double($1.1.nanoseconds) }
    entries = shares.filter { $0.1.nanoseconds > 0 }.map { name, share in
      let seconds = Double(share.nanoseconds) / 1e9
      // A rate that could be held against the peak, which all threads reach together.
      let rate = share.operations / seconds * Double(threads)
      return Entry(
        work: name, milliseconds: 1000 * seconds / Double(updates), share: seconds / total * 1e9,
        operationsPerSecond: share.operations > 0 ? rate : nil,
        shareOfPeak: share.operations > 0 ? rate / peak : nil)
    }.sorted { $0.milliseconds > $1.milliseconds }
  }
}
