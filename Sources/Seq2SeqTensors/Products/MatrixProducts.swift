import CKernels

#if canImport(Accelerate)
  import Accelerate
#else
  import COneDNN
#endif

/// Matrix products on the calling thread; each worker has its own.
///
/// Products with weights go over tiles of `Arena.tileRows` rows, or of more or fewer that give the same bits
/// (`TileHeights`), so that the sum in a row is added in one order whatever the number of rows: a sentence's
/// numbers do not depend on the sentences beside it.
package final class MatrixProducts {
  /// The first failure of a product; the owner of the thread reports it.
  private(set) var failure: ProductError?
  /// Floating-point operations asked for so far.
  package private(set) var operations = 0.0
  /// Tiles of `Arena.tileRows` rows that were multiplied so far, and sums of gradients.
  package private(set) var calls = 0
  /// Who wants to see what goes into the products, which are in float32 then.
  package var samples: InputSamples?
  /// Numbers that are being packed.
  private var scratch = ProductScratch()
  /// The right side of a gradient's product.
  private var right = ProductScratch()
  /// The sums of a tile before they are scaled.
  private var sums = ProductScratch()

  #if canImport(COneDNN)
    private static let highestTile = TileHeights.high
    private var cache: [Product.Shape: Product] = [:]
    /// Products of other heights that oneDNN does not make, or that give other bits.
    private var distrusted: Set<Product.Shape> = []

    private func product(_ shape: Product.Shape) throws -> Product {
      if let known = cache[shape] { return known }
      let made = try Product(shape: shape)
      cache[shape] = made
      return made
    }

    /// How many different products were prepared so far.
    package var shapes: Int { cache.count }
  #else
    private static let highestTile = Arena.tileRows
    package var shapes: Int { 0 }
  #endif

  package init() {}

  /// Throws if a product failed since the last call.
  func check() throws {
    if let failure {
      self.failure = nil
      throw failure
    }
  }

  /// Packs a slice of weights [outputs, inputs] (or, transposed, [inputs, outputs]), rows `leading` floats
  /// apart.
  func pack(
    _ weights: UnsafePointer<Float>, leading: Int, transposed: Bool, slice: PackedMatrix.Slice,
    of matrix: PackedMatrix
  ) throws {
    let panel = slice.panel
    let firstColumn = panel.firstColumn + slice.columns.lowerBound
    let start =
      weights
      + (transposed
        ? panel.firstDepth * leading + firstColumn : firstColumn * leading + panel.firstDepth)
    #if canImport(COneDNN)
      if !matrix.format.isQuantized,
        try product(matrix.shape(panel, start: .nothing)).pack(
          floats: start, leading: leading, transposed: transposed, columns: slice.columns,
          into: matrix.pointer(panel))
      {
        return
      }
    #endif
    let (rows, columns) =
      transposed ? (panel.depth, slice.columns.count) : (slice.columns.count, panel.depth)
    switch matrix.format {
    case .float32:
      try pack(numbers: start, leading: leading, transposed: transposed, slice, of: matrix)
    case .bfloat16:
      let converted = scratch.room(rows * columns, of: UInt16.self)
      for row in 0..<rows {
        ck_to_bfloat16(start + row * leading, converted + row * columns, columns)
      }
      try pack(numbers: converted, leading: columns, transposed: transposed, slice, of: matrix)
    case .int8, .int8InFloat32:
      precondition(!transposed, "quantized weights have no way back")
      let integers = scratch.room(rows * columns, of: Int8.self)
      for row in 0..<rows {
        matrix.scales[firstColumn + row] = ck_quantize_weights(
          start + row * leading, columns, 1, integers + row * columns)
      }
      try pack(integers: integers, slice, of: matrix)
    }
  }

  /// Packs a slice of weights that are quantized already.
  func pack(
    _ weights: QuantizedWeights, slice: PackedMatrix.Slice, of matrix: PackedMatrix
  ) throws {
    precondition(matrix.format.isQuantized)
    guard let values = weights.values.baseAddress else { return }
    let first = slice.panel.firstColumn + slice.columns.lowerBound
    for column in first..<first + slice.columns.count {
      matrix.scales[column] = weights.scales[column]
    }
    try pack(integers: values + first * weights.columns, slice, of: matrix)
  }

  /// Packs a slice's integers [columns, depth] and adds them up.
  private func pack(
    integers: UnsafePointer<Int8>, _ slice: PackedMatrix.Slice, of matrix: PackedMatrix
  ) throws {
    let (columns, depth) = (slice.columns.count, slice.panel.depth)
    let first = slice.panel.firstColumn + slice.columns.lowerBound
    for column in 0..<columns {
      matrix.weightSums[first + column] = ck_sum_int8(integers + column * depth, depth)
    }
    guard matrix.format == .int8InFloat32 else {
      return try pack(numbers: integers, leading: depth, transposed: false, slice, of: matrix)
    }
    // `scratch` may hold the integers.
    let floats = sums.room(columns * depth, of: Float.self)
    ck_dequantize(integers, 1, floats, columns * depth)
    try pack(numbers: floats, leading: depth, transposed: false, slice, of: matrix)
  }

  /// Packs numbers that are in the matrix' format.
  private func pack(
    numbers: UnsafeRawPointer, leading: Int, transposed: Bool, _ slice: PackedMatrix.Slice,
    of matrix: PackedMatrix
  ) throws {
    let panel = slice.panel
    let packed = matrix.pointer(panel)
    #if canImport(COneDNN)
      try product(matrix.shape(panel, start: .nothing)).pack(
        numbers, leading: leading, transposed: transposed, columns: slice.columns, into: packed)
    #else
      let start = numbers.assumingMemoryBound(to: Float.self)
      let to =
        packed.assumingMemoryBound(to: Float.self) + slice.columns.lowerBound * panel.depth
      for column in 0..<slice.columns.count {
        for depth in 0..<panel.depth {
          to[column * panel.depth + depth] =
            transposed ? start[depth * leading + column] : start[column * leading + depth]
        }
      }
    #endif
  }

  /// y [rows, outputs] = or += x [rows, inputs] * packed; x is in the matrix' format, and rows are rounded
  /// up to whole tiles, or to less where the matrix has low tiles.
  func multiply(
    _ x: ProductRows, rows: Int, _ matrix: PackedMatrix, into y: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    multiply(x, rows: rows, matrix, into: y, accumulate ? .sum : .nothing, bias: nil)
  }

  /// y [rows, outputs] = x [rows, inputs] * packed + bias [outputs].
  func multiply(
    _ x: ProductRows, rows: Int, _ matrix: PackedMatrix, into y: UnsafeMutablePointer<Float>,
    bias: UnsafePointer<Float>
  ) {
    #if !canImport(COneDNN)
      if !matrix.format.isQuantized {
        ck_fill_rows(bias, y, rows, matrix.outputs)
        return multiply(x, rows: rows, matrix, into: y, .sum, bias: nil)
      }
    #endif
    multiply(x, rows: rows, matrix, into: y, .bias, bias: bias)
  }

  private func multiply(
    _ x: ProductRows, rows: Int, _ matrix: PackedMatrix, into y: UnsafeMutablePointer<Float>,
    _ start: ProductStart, bias: UnsafePointer<Float>?
  ) {
    operations += 2 * Double(rows) * Double(matrix.inputs) * Double(matrix.outputs)
    samples?.take(x.numbers, rows: rows, of: matrix)
    for panel in matrix.panels {
      let bias = bias.map { $0 + panel.firstColumn }
      if matrix.format.isQuantized {
        multiplyQuantized(x, rows: rows, matrix, panel, into: y, start, bias: bias)
      } else {
        multiply(
          x.numbers + panel.firstDepth * matrix.format.size, rows: rows, matrix, panel,
          into: y + panel.firstColumn, panel.firstDepth > 0 ? .sum : start, bias: bias)
      }
    }
  }

  private func multiply(
    _ x: UnsafeRawPointer, rows: Int, _ matrix: PackedMatrix, _ panel: PackedMatrix.Panel,
    into y: UnsafeMutablePointer<Float>, _ start: ProductStart, bias: UnsafePointer<Float>?
  ) {
    let rowSize = matrix.inputs * matrix.format.size
    multiplyTiles(rows, matrix, panel, stride: matrix.outputs, start, bias: bias) {
      row, _, run in run(x + row * rowSize, y + row * matrix.outputs)
    }
  }

  /// The same where the integers' sums are scaled by both sides' scales.
  private func multiplyQuantized(
    _ x: ProductRows, rows: Int, _ matrix: PackedMatrix, _ panel: PackedMatrix.Panel,
    into y: UnsafeMutablePointer<Float>, _ start: ProductStart, bias: UnsafePointer<Float>?
  ) {
    guard let scales = x.scales else { preconditionFailure("quantized rows have scales") }
    let rowSize = matrix.inputs * matrix.format.size
    let sums = sums.room(Self.highestTile * panel.columns, of: Float.self)
    let right = ck_int8_columns(
      scales: matrix.scales + panel.firstColumn, weight_sums: matrix.weightSums + panel.firstColumn)
    multiplyTiles(rows, matrix, panel, stride: panel.columns, .nothing, bias: nil) {
      row, count, run in
      run(x.numbers + row * rowSize, sums)
      let to = y + row * matrix.outputs + panel.firstColumn
      let from = start == .sum ? UnsafePointer(to) : bias
      let fromStride = start == .sum ? matrix.outputs : 0
      if matrix.format == .int8 {
        sums.withMemoryRebound(to: Int32.self, capacity: Self.highestTile * panel.columns) {
          ck_scale_int8_product(
            $0, scales + row, right, from, fromStride, to, matrix.outputs, count, panel.columns)
        }
      } else {
        ck_scale_float_product(
          sums, scales + row, right, from, fromStride, to, matrix.outputs, count, panel.columns)
      }
    }
  }

  /// What is done with a tile: its first row, its number of rows, and what multiplies rows, which begin at the
  /// first pointer, into the second.
  private typealias TileWork = (
    _ firstRow: Int, _ rows: Int, _ run: (UnsafeRawPointer, UnsafeMutablePointer<Float>) -> Void
  ) -> Void

  /// Finds the products of tiles with a panel, once for all tiles of `rows` rows, and does the work tile after
  /// tile; the rows of a result lie `stride` numbers apart.
  private func multiplyTiles(
    _ rows: Int, _ matrix: PackedMatrix, _ panel: PackedMatrix.Panel, stride: Int,
    _ start: ProductStart, bias: UnsafePointer<Float>?, _ work: TileWork
  ) {
    let height = Arena.tileRows
    calls += (rows + height - 1) / height
    let packed = UnsafeRawPointer(matrix.pointer(panel))
    #if canImport(COneDNN)
      let shape = matrix.shape(panel, start: start)
      guard let usual = try? product(shape) else {
        failure = shape.error
        return
      }
      func run(_ product: Product, _ row: Int, _ height: Int) {
        work(row, height) { x, y in
          if !product.execute(x, packed, bias: bias, y) { failure = shape.error }
        }
      }
      var row = 0
      if rows >= TileHeights.high,
        let high = product(TileHeights.high, matrix, panel, usual, start)
      {
        while row + TileHeights.high <= rows {
          run(high, row, TileHeights.high)
          row += TileHeights.high
        }
      }
      while row < rows {
        if row + height > rows, let lower = lowHeight(for: rows - row, matrix),
          let low = product(lower, matrix, panel, usual, start)
        {
          run(low, row, lower)
        } else {
          run(usual, row, height)
        }
        row += height
      }
    #else
      for row in Swift.stride(from: 0, to: rows, by: height) {
        work(row, height) { x, y in
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, height, panel.columns, panel.depth, 1,
            x.assumingMemoryBound(to: Float.self), matrix.inputs,
            packed.assumingMemoryBound(to: Float.self), panel.depth, start == .sum ? 1 : 0, y,
            stride)
        }
      }
    #endif
  }

  #if canImport(COneDNN)
    /// Whether a matrix' products can be trusted with low tiles of so many rows.
    func hasLowTiles(_ rows: Int, of matrix: PackedMatrix) -> Bool {
      matrix.hasLowTiles
        && matrix.panels.allSatisfy { panel in
          ProductStart.allCases.allSatisfy { start in
            guard let usual = try? product(matrix.shape(panel, start: start)) else { return false }
            return product(rows, matrix, panel, usual, start) != nil
          }
        }
    }

    private func lowHeight(for rows: Int, _ matrix: PackedMatrix) -> Int? {
      matrix.hasLowTiles ? TileHeights.low(for: rows) : nil
    }

    /// The product of a tile of another height, if it gives the bits of the usual one.
    private func product(
      _ height: Int, _ matrix: PackedMatrix, _ panel: PackedMatrix.Panel, _ usual: Product,
      _ start: ProductStart
    ) -> Product? {
      let shape = matrix.shape(panel, rows: height, start: start)
      if distrusted.contains(shape) { return nil }
      if let known = cache[shape] { return known }
      guard let made = try? Product(shape: shape),
        TileHeights.agree(
          made, usual, shape, weights: UnsafeRawPointer(matrix.pointer(panel)))
      else {
        distrusted.insert(shape)
        return nil
      }
      cache[shape] = made
      return made
    }
  #endif

  /// sum [n, k] = or += y^T x, for float32 y [rows, n], rows `leading` numbers apart, and x [rows, k].
  func outerProduct(
    _ y: UnsafePointer<Float>, leading: Int, _ x: UnsafePointer<Float>, rows: Int, n: Int, k: Int,
    accumulate: Bool, into sum: UnsafeMutablePointer<Float>
  ) {
    operations += 2 * Double(rows) * Double(n) * Double(k)
    calls += 1
    #if canImport(Accelerate)
      cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, n, k, rows, 1, y, leading, x, k,
        accumulate ? 1 : 0, sum, k)
    #else
      if !odn_outer_product(y, leading, x, rows, n, k, accumulate, sum) {
        failure = ProductError(k, rows)
      }
    #endif
  }

  /// The same for y and x in bfloat16. Both must have whole tiles of rows, x with zeros past the last.
  func outerProduct(
    _ y: UnsafePointer<UInt16>, leading: Int, _ x: UnsafePointer<UInt16>, rows: Int, n: Int,
    k: Int, accumulate: Bool, into sum: UnsafeMutablePointer<Float>
  ) {
    #if canImport(COneDNN)
      for first in stride(from: 0, to: rows, by: Self.outerRows) {
        let count = min(Self.outerRows, rows - first)
        operations += 2 * Double(count) * Double(n) * Double(k)
        calls += 1
        // Few different heights, because each is a product of its own to prepare.
        let depth = TileRows.rounded(count)
        let shape = Product.Shape.outer(
          rows: depth, n: n, k: k, accumulate: accumulate || first > 0)
        do {
          let product = try product(shape)
          // Both sides are brought into the layouts of products with weights, which are the fastest.
          let turned = scratch.room(n * depth, of: UInt16.self)
          ck_turn_halves(y + first * leading, leading, count, n, turned, depth)
          let packed = right.room(product.packedSize)
          try product.pack(halves: x + first * k, rows: depth, into: packed)
          if !product.execute(turned, packed, sum) { throw shape.error }
        } catch {
          failure = shape.error
          return
        }
      }
    #else
      preconditionFailure("there are no products in bfloat16 here")
    #endif
  }

  private static let outerRows = 256
}
