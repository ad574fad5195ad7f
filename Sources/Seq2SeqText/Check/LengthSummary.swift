/// How many tokens lines have.
public struct LengthSummary: Sendable, Equatable, Encodable {
  /// Lines of similar length.
  public struct Bin: Sendable, Equatable, Encodable {
    /// The least number of tokens.
    public var from: Int
    /// The greatest number of tokens.
    public var to: Int
    /// The lines that have so many.
    public var lines: Int
  }

  /// The fewest tokens of a line; 0 without lines.
  public var shortest: Int
  /// The mean number of tokens.
  public var mean: Double
  /// At least half of the lines have no more tokens.
  public var median: Int
  /// At least 99 of 100 lines have no more tokens.
  public var percentile99: Int
  /// The most tokens of a line.
  public var longest: Int
  /// 0, 1, 2, 3 to 4, 5 to 8 and so on up to the longest line, those without lines too.
  public var bins: [Bin]

  enum CodingKeys: String, CodingKey {
    case shortest, mean, median, longest, bins
    case percentile99 = "percentile_99"
  }

  init(_ lengths: [Int]) {
    let sorted = lengths.sorted()
    /// The least length that a share of the lines, in percent, does not exceed.
    func percentile(_ share: Int) -> Int {
      sorted.isEmpty ? 0 : sorted[max(0, (share * sorted.count + 99) / 100 - 1)]
    }
    shortest = sorted.first ?? 0
    longest = sorted.last ?? 0
    mean = sorted.isEmpty ? 0 : Double(sorted.reduce(0, +)) / Double(sorted.count)
    median = percentile(50)
    percentile99 = percentile(99)
    bins = []
    guard !sorted.isEmpty else { return }
    var (from, to) = (0, 0)
    var rest = sorted[...]
    repeat {
      let inside = rest.prefix { $0 <= to }.count
      bins.append(Bin(from: from, to: to, lines: inside))
      rest = rest.dropFirst(inside)
      (from, to) = (to + 1, to == 0 ? 1 : 2 * to)
    } while !rest.isEmpty
  }
}
