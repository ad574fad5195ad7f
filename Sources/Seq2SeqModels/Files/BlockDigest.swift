import Crypto
import Dispatch
import Synchronization

/// A digest of a file that several threads can compute.
///
/// The header (its length, then its text, with the digest's own 64 digits as `0`) and the data are
/// each cut into blocks of 1 MiB. The digest is the SHA-256 of the SHA-256 hashes of the header's
/// blocks, then of the data's. The first four bytes of the hash of each block of data are kept as
/// well; they only serve to say which tensor a damage has hit.
struct BlockDigest {
  /// The metadata key of the digest.
  static let key = "digest"
  /// The metadata key of the first four bytes of the hashes of the data's blocks.
  static let blocksKey = "digest.blocks"
  static let prefix = "sha256-blocks:"
  static let hexCount = 64
  static let blockSize = 1 << 20
  /// What the digest's place holds while it is computed.
  static let blank = prefix + String(repeating: "0", count: hexCount)

  /// The hash of each block of the data.
  let dataHashes: [SHA256.Digest]

  /// Hashes the data, given as pieces that follow one another.
  init(data pieces: [UnsafeRawBufferPointer], threads: Int) {
    dataHashes = Self.hashes(of: pieces, threads: threads)
  }

  /// The value of `digest.blocks`.
  var blocks: String { dataHashes.map { ContentDigest.hexadecimal($0.prefix(4)) }.joined() }

  /// The number of characters of `digest.blocks` for so many bytes of data.
  static func blocksCount(dataCount: Int) -> Int { (dataCount + blockSize - 1) / blockSize * 8 }

  /// The value of `digest`, given the header's bytes with the digest's digits as `0`.
  func value(header: [UInt8]) -> String {
    var root = SHA256()
    let headerHashes = header.withUnsafeBytes { Self.hashes(of: [$0], threads: 1) }
    for hash in headerHashes + dataHashes {
      hash.withUnsafeBytes { root.update(bufferPointer: $0) }
    }
    return Self.prefix + ContentDigest.hexadecimal(root.finalize())
  }

  /// The blocks of the data whose hashes differ from those in `blocks`, or none if that value has
  /// not the length it should have.
  func damaged(comparedWith blocks: String) -> [Int] {
    let written = Array(blocks.utf8)
    let found = Array(self.blocks.utf8)
    guard written.count == found.count else { return [] }
    return dataHashes.indices.filter { written[$0 * 8..<$0 * 8 + 8] != found[$0 * 8..<$0 * 8 + 8] }
  }

  private static func hashes(
    of pieces: [UnsafeRawBufferPointer], threads: Int
  ) -> [SHA256.Digest] {
    let starts = pieces.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let total = starts[pieces.count]
    let blockCount = (total + blockSize - 1) / blockSize
    let next = Atomic<Int>(0)
    let done = Mutex<[SHA256.Digest?]>(Array(repeating: nil, count: blockCount))
    nonisolated(unsafe) let pieces = pieces
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, blockCount))) { _ in
      while true {
        let block = next.add(1, ordering: .relaxed).oldValue
        guard block < blockCount else { return }
        let range = block * blockSize..<min(total, (block + 1) * blockSize)
        let hash = hash(of: pieces, starts: starts, range: range)
        done.withLock { $0[block] = hash }
      }
    }
    return done.withLock { $0.compactMap { $0 } }
  }

  /// Hashes the bytes `range` of the pieces, of which the one at `i` begins at `starts[i]`.
  private static func hash(
    of pieces: [UnsafeRawBufferPointer], starts: [Int], range: Range<Int>
  ) -> SHA256.Digest {
    var hasher = SHA256()
    var piece = firstPiece(endingAfter: range.lowerBound, starts)
    while piece < pieces.count, starts[piece] < range.upperBound {
      let part = range.clamped(to: starts[piece]..<starts[piece + 1])
      let offset = starts[piece]
      hasher.update(
        bufferPointer: UnsafeRawBufferPointer(
          rebasing: pieces[piece][part.lowerBound - offset..<part.upperBound - offset]))
      piece += 1
    }
    return hasher.finalize()
  }

  /// Binary search, since a checkpoint has hundreds of tensors and hundreds of blocks.
  private static func firstPiece(endingAfter position: Int, _ starts: [Int]) -> Int {
    var low = 0
    var high = starts.count - 1
    while low < high {
      let middle = (low + high) / 2
      if starts[middle + 1] > position { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
