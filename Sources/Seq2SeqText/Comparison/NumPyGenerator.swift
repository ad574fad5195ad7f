/// The random numbers of NumPy's `default_rng(seed)`, so that a comparison draws what sacreBLEU draws.
///
/// The generator is PCG64 with the output function XSL-RR (O'Neill 2014, section 6.3), seeded through NumPy's
/// `SeedSequence`; a number below a bound is drawn by Lemire's method (2019) from 32 bits at a time, of which
/// each 64 drawn bits give the lower half first.
struct NumPyGenerator {
  private static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645

  private var state: UInt128 = 0
  private let increment: UInt128
  private var upperHalf: UInt32?
  /// The bits that are left of those drawn for ``nextBool()``, and how many.
  private var bits: (value: UInt32, count: Int) = (0, 0)

  init(seed: UInt64) {
    let words = NumPyGenerator.seedWords(seed)
    increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
    step()
    state &+= UInt128(words[0]) << 64 | UInt128(words[1])
    step()
  }

  /// 32 random bits.
  mutating func next32() -> UInt32 {
    if let half = upperHalf {
      upperHalf = nil
      return half
    }
    step()
    let mixed = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    let word = mixed >> turn | mixed << ((64 - turn) & 63)
    upperHalf = UInt32(truncatingIfNeeded: word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  /// A number from 0 up to but below a bound from 1 to 2^32 - 1, as `integers` and `choice` draw it.
  mutating func next(below bound: Int) -> Int {
    // NumPy draws nothing where there is nothing to choose.
    guard bound > 1 else { return 0 }
    let bound = UInt64(bound)
    var product = UInt64(next32()) * bound
    if product & 0xFFFF_FFFF < bound {
      let threshold = ((1 << 32) - bound) % bound
      while product & 0xFFFF_FFFF < threshold { product = UInt64(next32()) * bound }
    }
    return Int(product >> 32)
  }

  /// A bit, as `integers(2, dtype=bool)` draws it.
  mutating func nextBool() -> Bool {
    bits = bits.count == 0 ? (next32(), 31) : (bits.value >> 1, bits.count - 1)
    return bits.value & 1 != 0
  }

  private mutating func step() {
    state = state &* NumPyGenerator.multiplier &+ increment
  }

  /// `SeedSequence(seed).generate_state(4, uint64)`.
  private static func seedWords(_ seed: UInt64) -> [UInt64] {
    let entropy = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
    var constant: UInt32 = 0x43B0_D7E5
    func hashed(_ value: UInt32) -> UInt32 {
      var value = value ^ constant
      constant = constant &* 0x931E_8875
      value = value &* constant
      return value ^ value >> 16
    }
    // A missing word and a word of zeros are the same to it.
    var pool = (0..<4).map { hashed($0 < entropy.count ? entropy[$0] : 0) }
    for source in pool.indices {
      for destination in pool.indices where destination != source {
        let mixed = 0xCA01_F9DD &* pool[destination] &- 0x4973_F715 &* hashed(pool[source])
        pool[destination] = mixed ^ mixed >> 16
      }
    }
    constant = 0x8B51_F9DD
    let halves = (0..<8).map { index in
      var value = pool[index % 4] ^ constant
      constant = constant &* 0x58F3_8DED
      value = value &* constant
      return UInt64(value ^ value >> 16)
    }
    return (0..<4).map { halves[2 * $0] | halves[2 * $0 + 1] << 32 }
  }
}
