import CKernels
import Testing

@testable import Seq2SeqTensors

/// Packed weights against the definition of their layout, number by number.
@Suite struct PackingTests {
  struct Size: CustomTestStringConvertible {
    let columns: Int
    let depth: Int
    let blockColumns: Int
    let blockWords: Int
    var testDescription: String { "\(columns) x \(depth) in \(blockColumns) x \(blockWords)" }
  }

  /// Whole blocks, edges on both sides, less than a block, and blocks of sizes that have no fast way.
  private static let sizes = [
    Size(columns: 128, depth: 64, blockColumns: 64, blockWords: 16),
    Size(columns: 131, depth: 77, blockColumns: 64, blockWords: 16),
    Size(columns: 96, depth: 33, blockColumns: 48, blockWords: 16),
    Size(columns: 5, depth: 3, blockColumns: 64, blockWords: 16),
    Size(columns: 70, depth: 40, blockColumns: 24, blockWords: 8),
    Size(columns: 64, depth: 31, blockColumns: 64, blockWords: 16),
  ]

  /// Packs, and says what a word of zeros and what a foreign word there would have been.
  private func packed(
    _ size: Size, numbersInWord: Int,
    _ pack: (ck_packed_layout, UnsafeMutablePointer<UInt32>) -> Void
  ) -> [UInt32] {
    let blocksInDepth = blocks(size.depth, size.blockWords * numbersInWord)
    let block = size.blockColumns * size.blockWords
    let layout = ck_packed_layout(
      block_columns: size.blockColumns, block_words: size.blockWords,
      column_stride: blocksInDepth * block, depth_stride: block)
    var words = [UInt32](
      repeating: 0xDEAD_BEEF, count: blocks(size.columns, size.blockColumns) * blocksInDepth * block
    )
    words.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { pack(layout, start) }
    }
    return words
  }

  private func blocks(_ count: Int, _ size: Int) -> Int { (count + size - 1) / size }

  /// What the layout's definition says; `number` is given a column and a depth inside the matrix.
  private func expected(
    _ size: Size, numbersInWord: Int, _ number: (_ column: Int, _ depth: Int) -> UInt32
  ) -> [UInt32] {
    var words: [UInt32] = []
    func bits(_ column: Int, _ depth: Int) -> UInt32 {
      column < size.columns && depth < size.depth ? number(column, depth) : 0
    }
    for columnBlock in 0..<blocks(size.columns, size.blockColumns) {
      for depthBlock in 0..<blocks(size.depth, size.blockWords * numbersInWord) {
        for word in 0..<size.blockWords {
          for column in 0..<size.blockColumns {
            let c = columnBlock * size.blockColumns + column
            let d = (depthBlock * size.blockWords + word) * numbersInWord
            words.append(
              numbersInWord == 1 ? bits(c, d) : bits(c, d) | bits(c, d + 1) << 16)
          }
        }
      }
    }
    return words
  }

  @Test(arguments: sizes, [false, true])
  func weights(_ size: Size, transposed: Bool) {
    var numbers = EngineNumbers(70)
    // Rows that are longer than what is packed of them.
    let leading = (transposed ? size.columns : size.depth) + 3
    let weights = numbers.floats(leading * (transposed ? size.depth : size.columns))
    func weight(_ column: Int, _ depth: Int) -> Float {
      weights[transposed ? depth * leading + column : column * leading + depth]
    }
    let floats = packed(size, numbersInWord: 1) {
      ck_pack_float32(weights, leading, transposed, size.columns, size.depth, $0, $1)
    }
    #expect(floats == expected(size, numbersInWord: 1) { weight($0, $1).bitPattern })
    let halves = packed(size, numbersInWord: 2) {
      ck_pack_bfloat16(weights, leading, transposed, size.columns, size.depth, $0, $1)
    }
    #expect(
      halves == expected(size, numbersInWord: 2) { UInt32(TwinBFloat16.bits(weight($0, $1))) })
  }

  @Test(arguments: sizes) func rowsOfHalves(_ size: Size) {
    var numbers = EngineNumbers(71)
    let leading = size.columns + 5
    let rows = numbers.floats(leading * size.depth).map(TwinBFloat16.bits)
    let words = packed(size, numbersInWord: 2) {
      ck_pack_halves(rows, leading, size.depth, size.columns, $0, $1)
    }
    #expect(words == expected(size, numbersInWord: 2) { UInt32(rows[$1 * leading + $0]) })
  }

  /// Rows become columns, with zeros for what is missing.
  @Test(arguments: [(64, 64, 64), (33, 70, 48), (16, 32, 16), (1, 5, 16), (50, 100, 64)])
  func turning(_ rows: Int, _ columns: Int, _ end: Int) {
    var numbers = EngineNumbers(72)
    let leading = columns + 7
    let y = numbers.floats(leading * rows).map(TwinBFloat16.bits)
    var turned = [UInt16](repeating: 0xABCD, count: columns * end + 1)
    ck_turn_halves(y, leading, rows, columns, &turned, end)
    #expect(turned.removeLast() == 0xABCD)
    let expected = (0..<columns).flatMap { column in
      (0..<end).map { $0 < rows ? y[$0 * leading + column] : 0 }
    }
    #expect(turned == expected)
  }
}

#if canImport(COneDNN)
  /// Our own packing gives the library's bytes, wherever the layout is one that we know.
  @Suite struct ProductPackingTests {
    @Test(arguments: NumberFormat.supported, [(256, 128), (61, 256), (70, 100), (515, 33)])
    func sameBytes(_ format: NumberFormat, _ size: (columns: Int, depth: Int)) throws {
      var numbers = EngineNumbers(73)
      let weights = numbers.floats(size.columns * size.depth)
      let (own, known, library) = try WorkerPool.value { _ in
        let product = try Product(
          shape: .tile(
            format: format, rows: Arena.tileRows, columns: size.columns, depth: size.depth,
            leading: size.depth, stride: size.columns, start: .nothing))
        func bytes(_ pack: (UnsafeMutableRawPointer) throws -> Void) rethrows -> [UInt8] {
          var result = [UInt8](repeating: 0, count: product.packedSize)
          try result.withUnsafeMutableBytes { if let start = $0.baseAddress { try pack(start) } }
          return result
        }
        var isKnown = false
        let own = bytes {
          isKnown = product.pack(
            floats: weights, leading: size.depth, transposed: false, columns: 0..<size.columns,
            into: $0)
        }
        let library = try bytes {
          let columns = 0..<size.columns
          switch format {
          case .bfloat16:
            try product.pack(
              weights.map(TwinBFloat16.bits), leading: size.depth, transposed: false,
              columns: columns, into: $0)
          default:
            try product.pack(
              weights, leading: size.depth, transposed: false, columns: columns, into: $0)
          }
        }
        return (own, isKnown, library)
      }
      // Another layout is packed by the library alone; with AVX-512 there is none but ours.
      #expect(own == library || !known)
      #expect(known || InstructionSet.name != "x86-64-v4")
    }
  }
#endif
