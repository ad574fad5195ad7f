/// Distinct tokens, numbered from 0 in order of arrival, kept as bytes in one buffer.
///
/// A `[String: Int32]` would normalise and hash each `String` anew; here a token is looked up as
/// the byte range it already is.
struct TokenTable: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Open addressing: a token's number, or -1; the number of slots is a power of two.
  private var slots: [Int32]

  /// Makes an empty table with room for a number of tokens.
  init(capacity: Int = 0) {
    var size = 64
    while size / 2 < capacity { size *= 2 }
    slots = Array(repeating: -1, count: size)
    ends.reserveCapacity(capacity)
    hashes.reserveCapacity(capacity)
  }

  var count: Int { ends.count }

  /// Where the bytes of a token lie in `bytes`.
  func range(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// FNV-1a, byte by byte; its high bits, the better mixed ones, are folded onto the low ones.
  struct PartialHash {
    private var sum: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func append(_ byte: UInt8) { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }

    var value: UInt64 { sum ^ (sum >> 32) }
  }

  static func hash(_ token: Span<UInt8>) -> UInt64 {
    var hash = PartialHash()
    for index in token.indices { hash.append(token[index]) }
    return hash.value
  }

  /// The number of a token, if the table holds it.
  func index(of token: Span<UInt8>) -> Int32? {
    index(of: token, hash: Self.hash(token))
  }

  /// As ``index(of:)``, with the token's hash, which the caller has.
  func index(of token: Span<UInt8>, hash: UInt64) -> Int32? {
    let found = slots[slot(of: token, hash: hash)]
    return found < 0 ? nil : found
  }

  /// The number of a token, which is added if it is new.
  mutating func intern(_ token: Span<UInt8>) -> Int32 {
    intern(token, hash: Self.hash(token))
  }

  /// As ``intern(_:)``, with the token's hash, which the caller has.
  mutating func intern(_ token: Span<UInt8>, hash: UInt64) -> Int32 {
    let slot = slot(of: token, hash: hash)
    if slots[slot] >= 0 { return slots[slot] }
    let index = Int32(truncatingIfNeeded: count)
    token.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = index
    if count * 2 > slots.count { grow() }
    return index
  }

  /// The slot that holds a token, or the free one where it belongs.
  private func slot(of token: Span<UInt8>, hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash && equals(token, at: range(of: index)) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func equals(_ token: Span<UInt8>, at range: Range<Int>) -> Bool {
    guard token.count == range.count else { return false }
    for offset in 0..<token.count where token[offset] != bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: -1, count: mask + 1)
    for index in hashes.indices {
      var slot = Int(truncatingIfNeeded: hashes[index]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}

extension TokenTable: Equatable {
  static func == (left: TokenTable, right: TokenTable) -> Bool {
    left.ends == right.ends && left.bytes == right.bytes
  }
}
