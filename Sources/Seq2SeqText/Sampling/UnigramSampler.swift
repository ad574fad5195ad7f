import Foundation

/// A cut drawn from all cuts of a text: probability the product of its pieces', raised to an exponent
/// (Kudo 2018, section 3.2, with the n-best list of all cuts), by filtering backwards and drawing forwards.
enum UnigramSampler {
  /// A piece that begins somewhere in the text.
  private struct Edge {
    var end: Int
    var piece: Int32
    /// The logarithm of the sum over all cuts of the text from here on that begin with this piece.
    var weight: Double
  }

  /// - Returns: The numbers of the pieces in the vocabulary, nil if no pieces make the text.
  static func cut(
    _ text: [UInt8], _ pieces: SubwordPieceTable, exponent: Double,
    using generator: inout some RandomNumberGenerator
  ) -> [Int32]? {
    // sums[i]: the logarithm of the sum over all cuts of the text from byte i on.
    var sums = Array(repeating: -Double.infinity, count: text.count + 1)
    sums[text.count] = 0
    var edges: [Edge] = []
    var ranges = Array(repeating: 0..<0, count: text.count)
    let bytes = text.span
    for start in text.indices.reversed() {
      let first = edges.count
      var hash = TokenTable.PartialHash()
      for end in (start + 1)...min(text.count, start + pieces.longest) {
        hash.append(text[end - 1])
        guard sums[end] > -.infinity,
          let piece = pieces.table.index(of: bytes.extracting(start..<end), hash: hash.value)
        else { continue }
        let weight = exponent * Double(pieces.scores[Int(piece)]) + sums[end]
        edges.append(Edge(end: end, piece: piece, weight: weight))
      }
      ranges[start] = first..<edges.count
      sums[start] = logarithmOfSum(edges[first...])
    }
    guard sums[0] > -.infinity else { return nil }
    var cut: [Int32] = []
    var position = 0
    while position < text.count {
      var rest = generator.share()
      var taken = ranges[position].upperBound - 1
      for index in ranges[position] {
        rest -= exp(edges[index].weight - sums[position])
        if rest < 0 {
          taken = index
          break
        }
      }
      cut.append(pieces.identifiers[Int(edges[taken].piece)])
      position = edges[taken].end
    }
    return cut
  }

  private static func logarithmOfSum(_ edges: ArraySlice<Edge>) -> Double {
    guard let largest = edges.lazy.map(\.weight).max() else { return -.infinity }
    return largest + log(edges.reduce(0) { $0 + exp($1.weight - largest) })
  }
}
