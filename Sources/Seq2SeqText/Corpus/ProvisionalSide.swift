/// One side of the pairs in a block, with tokens numbered as they came.
///
/// The final numbers depend on the counts of the whole corpus; each block is read with numbers of
/// its own, which are replaced in the end, so that the text is cut only once.
struct ProvisionalSide: Sendable {
  private(set) var table = TokenTable()
  private(set) var tokens: [Int32] = []
  /// The number of tokens in each sentence.
  private(set) var lengths: [Int32] = []
  /// A hash of each sentence's tokens.
  private(set) var fingerprints: [UInt64] = []
  private var fingerprint: UInt64 = 0
  private var start = 0

  /// Adds a token to the sentence that is being read.
  mutating func append(_ token: Span<UInt8>) {
    let hash = TokenTable.hash(token)
    tokens.append(table.intern(token, hash: hash))
    fingerprint = (fingerprint ^ hash) &* 0x9E37_79B9_7F4A_7C15
    fingerprint ^= fingerprint >> 29
  }

  /// The number of tokens in the sentence that is being read.
  var openLength: Int { tokens.count - start }

  /// Ends the sentence that is being read, or takes it back.
  mutating func closeSentence(keeping isKept: Bool) {
    if isKept {
      lengths.append(Int32(truncatingIfNeeded: openLength))
      fingerprints.append(fingerprint)
    } else {
      tokens.removeLast(openLength)
    }
    start = tokens.count
    fingerprint = 0
  }
}
