import CKernels
import Testing

@testable import Seq2SeqTensors

/// `ck_to_bfloat16` against a rounding that compares distances.
@Suite struct BFloat16KernelTests {
  /// The processor's own instruction takes what is too small for a normal float32 for zero, as its products do.
  private func expected(_ number: Float) -> UInt16 {
    ck_has_bfloat16() && number.isSubnormal
      ? UInt16(number.bitPattern >> 16) & 0x8000 : TwinBFloat16.bits(number)
  }

  private func kernel(_ numbers: [Float]) -> [UInt16] {
    var result = [UInt16](repeating: 0, count: numbers.count)
    ck_to_bfloat16(numbers, &result, numbers.count)
    return result
  }

  /// Every sign, exponent and upper half of a significand, denormals, infinities and what is no number among
  /// them, with lower halves below, at and above a tie.
  @Test(arguments: [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF] as [UInt32])
  func everyUpperHalf(lower: UInt32) {
    let numbers = (0..<UInt32(1 << 16)).map { Float(bitPattern: $0 << 16 | lower) }
    let result = kernel(numbers)
    let wrong = numbers.indices.filter { result[$0] != expected(numbers[$0]) }
    #expect(
      wrong.isEmpty, "\(wrong.count), the first \(wrong.first.map { numbers[$0].bitPattern } ?? 0)")
  }

  /// Cases whose results are known by heart, so that the twin is not trusted alone.
  @Test func knownRoundings() {
    let cases: [(UInt32, UInt16)] = [
      (0x3F80_0000, 0x3F80),  // 1
      (0x3F80_8000, 0x3F80),  // a tie above an even number
      (0x3F81_8000, 0x3F82),  // a tie above an odd one
      (0x3F80_8001, 0x3F81), (0x3F80_7FFF, 0x3F80), (0xBF81_8000, 0xBF82),
      (0x3FFF_8000, 0x4000),  // into the next exponent
      (0x8000_0000, 0x8000), (0x0000_8000, 0x0000), (0x0000_8001, 0x0001), (0x007F_FFFF, 0x0080),
      (0x7F7F_7FFF, 0x7F7F), (0x7F7F_8000, 0x7F80), (0xFF7F_FFFF, 0xFF80),
      (0x7F80_0000, 0x7F80), (0xFF80_0000, 0xFF80),
      (0x7F80_0001, 0x7FC0), (0xFF80_0001, 0xFFC0), (0x7FFF_FFFF, 0x7FFF),
      (0xFFFF_FFFF, 0xFFFF), (0x7FA5_0000, 0x7FE5),
    ]
    for (bits, known) in cases {
      let number = Float(bitPattern: bits)
      #expect(kernel([number])[0] == expected(number), "\(String(bits, radix: 16))")
      #expect(TwinBFloat16.bits(number) == known)
    }
  }

  /// No number more than asked for, whatever is left over after the last whole vector.
  @Test func anyCount() {
    var numbers = EngineNumbers(60)
    let x = numbers.floats(100)
    for count in [0, 1, 7, 15, 16, 17, 31, 33, 64, 99] {
      var result = [UInt16](repeating: 0xABCD, count: 100)
      ck_to_bfloat16(x, &result, count)
      #expect(result.prefix(count).elementsEqual(x.prefix(count).map(TwinBFloat16.bits)))
      #expect(result.dropFirst(count).allSatisfy { $0 == 0xABCD }, "\(count)")
    }
  }
}
