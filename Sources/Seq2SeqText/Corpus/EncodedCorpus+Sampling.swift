import Foundation
import Synchronization

extension EncodedCorpus {
  /// Pairs that a thread takes at a time; the result does not depend on it.
  private static let pairsPerBlock = 512

  /// The same text cut into other pieces; see ``SubwordSampler``.
  ///
  /// - Parameters:
  ///   - source: How sources are cut; they stay as they are without it. Likewise `target`.
  ///   - maximumLengths: A side that would have more tokens than this stays as it is.
  ///   - generator: The random numbers of one side of one pair.
  package func sampled<Generator: RandomNumberGenerator & SendableMetatype>(
    source: SubwordSampler?, target: SubwordSampler?,
    maximumLengths: (source: Int, target: Int), threads: Int,
    generator: @Sendable @escaping (_ stream: UInt32) -> Generator
  ) -> EncodedCorpus {
    let sources = Self.sampled(
      sourceTokens, sourceOffsets, source, maximumLengths.source, threads
    ) { generator(UInt32(truncatingIfNeeded: 2 * $0)) }
    let targets = Self.sampled(
      targetTokens, targetOffsets, target, maximumLengths.target, threads
    ) { generator(UInt32(truncatingIfNeeded: 2 * $0 + 1)) }
    return EncodedCorpus(
      sourceTokens: sources.tokens, sourceOffsets: sources.offsets,
      targetTokens: targets.tokens, targetOffsets: targets.offsets)
  }

  private static func sampled<Generator: RandomNumberGenerator & SendableMetatype>(
    _ tokens: [Int32], _ offsets: [Int], _ sampler: SubwordSampler?, _ maximumLength: Int,
    _ threads: Int, _ generator: @Sendable (_ pair: Int) -> Generator
  ) -> (tokens: [Int32], offsets: [Int]) {
    guard let sampler else { return (tokens, offsets) }
    let pairs = offsets.count - 1
    let starts = Array(stride(from: 0, to: pairs, by: pairsPerBlock))
    let finished = Mutex<[(number: Int, sides: [[Int32]])]>([])
    let workers = max(1, min(threads, starts.count))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for number in stride(from: worker, to: starts.count, by: workers) {
        let sides = (starts[number]..<min(starts[number] + pairsPerBlock, pairs)).map { pair in
          let best = tokens[offsets[pair]..<offsets[pair + 1]]
          var generator = generator(pair)
          var side: [Int32] = []
          sampler.sample(best, using: &generator, into: &side)
          return side.count > maximumLength ? Array(best) : side
        }
        finished.withLock { $0.append((number, sides)) }
      }
    }
    let sides = finished.withLock { $0.sorted { $0.number < $1.number }.flatMap(\.sides) }
    return (Array(sides.joined()), offsets: Self.offsets(of: sides[...]))
  }
}
