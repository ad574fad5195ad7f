#if canImport(COneDNN)
  import COneDNN
#endif

/// A weight matrix cut into panels of columns or of depth, each in the layout that the product wants.
///
/// A panel stays in a core's second-level cache while tile after tile of rows passes over it. Panels of depth
/// are added up in their order.
final class PackedMatrix: @unchecked Sendable {
  struct Panel: Sendable {
    let firstColumn: Int
    let columns: Int
    let firstDepth: Int
    let depth: Int
    fileprivate(set) var byteOffset: Int

    #if canImport(COneDNN)
      fileprivate func shape(
        _ format: NumberFormat, rows: Int = Arena.tileRows, inputs: Int, outputs: Int,
        start: ProductStart
      ) -> Product.Shape {
        // Quantized products go into a tile of their own first, and are scaled from there.
        .tile(
          format: format, rows: rows, columns: columns, depth: depth,
          leading: inputs,
          stride: format.isQuantized ? columns : outputs,
          start: format.isQuantized ? .nothing : start)
      }
    #endif
  }

  /// Some columns of a panel, which are packed at one go.
  struct Slice: Sendable {
    let panel: Panel
    /// Counted from the panel's first.
    let columns: Range<Int>
  }

  /// Columns of the result.
  let outputs: Int
  /// Columns of the left side.
  let inputs: Int
  let format: NumberFormat
  /// Whether a few rows may go in a tile of fewer rows. Training needs whole tiles: the gradient of the weights
  /// reads all their rows.
  let hasLowTiles: Bool
  private(set) var panels: [Panel]
  /// What there is to pack, in pieces that several threads can share.
  private(set) var slices: [Slice] = []
  private let columnsOffset: Int
  private let memory: LargeMemory
  let byteCount: Int

  /// Smaller matrices stay whole: read once for each tile, they come fast enough from the third-level cache,
  /// and a tile's results lie side by side.
  private static let largestWhole = 1 << 24
  private static let panelSize = 512

  init(
    outputs: Int, inputs: Int, format: NumberFormat = .float32, lowTiles: Bool = false
  ) throws {
    hasLowTiles = lowTiles
    self.outputs = outputs
    self.inputs = inputs
    self.format = format
    let isWhole = outputs * inputs * format.size <= PackedMatrix.largestWhole
    let width = isWhole ? outputs : PackedMatrix.panelSize
    // Quantized sums are scaled once they are complete.
    let isDeep = !isWhole && inputs > 4 * PackedMatrix.panelSize && !format.isQuantized
    let height = isDeep ? PackedMatrix.panelSize : inputs
    panels = stride(from: 0, to: inputs, by: height).flatMap { depth in
      stride(from: 0, to: outputs, by: width).map { column in
        Panel(
          firstColumn: column, columns: min(width, outputs - column), firstDepth: depth,
          depth: min(height, inputs - depth), byteOffset: 0)
      }
    }
    var size = 0
    var layouts: [[Int]: Layout] = [:]
    for index in panels.indices {
      panels[index].byteOffset = size
      let panel = panels[index]
      let shape = [panel.columns, panel.depth]
      let layout =
        try layouts[shape]
        ?? PackedMatrix.layout(panel, format, inputs: inputs, outputs: outputs)
      layouts[shape] = layout
      slices += stride(from: 0, to: panel.columns, by: layout.sliceColumns).map {
        Slice(panel: panel, columns: $0..<min($0 + layout.sliceColumns, panel.columns))
      }
      size += (layout.byteCount + 63) / 64 * 64
    }
    columnsOffset = size
    let perColumn = MemoryLayout<Float>.stride + MemoryLayout<Int32>.stride
    byteCount = size + (format.isQuantized ? outputs * perColumn : 0)
    memory = LargeMemory(byteCount: byteCount)
  }

  /// The scale of each column of the result; of quantized weights only.
  var scales: UnsafeMutablePointer<Float> {
    (memory.base + columnsOffset).assumingMemoryBound(to: Float.self)
  }

  /// The sum of the integers of each column; of quantized weights only.
  var weightSums: UnsafeMutablePointer<Int32> {
    (memory.base + columnsOffset + outputs * MemoryLayout<Float>.stride)
      .assumingMemoryBound(to: Int32.self)
  }

  func pointer(_ panel: Panel) -> UnsafeMutableRawPointer {
    memory.base + panel.byteOffset
  }

  private struct Layout {
    let byteCount: Int
    let sliceColumns: Int
  }

  private static func layout(
    _ panel: Panel, _ format: NumberFormat, inputs: Int, outputs: Int
  ) throws -> Layout {
    // A quarter of a million numbers: enough to be worth a task, few enough for threads to share evenly.
    let columns = max(64, (1 << 18) / max(1, panel.depth) / 64 * 64)
    #if canImport(COneDNN)
      let product = try Product(
        shape: panel.shape(format, inputs: inputs, outputs: outputs, start: .nothing))
      return Layout(
        byteCount: product.packedSize,
        sliceColumns: product.isDivisible ? columns : max(1, panel.columns))
    #else
      return Layout(
        byteCount: panel.columns * panel.depth * MemoryLayout<Float>.stride,
        sliceColumns: columns)
    #endif
  }

  #if canImport(COneDNN)
    /// The product of a tile of rows with a panel.
    func shape(_ panel: Panel, rows: Int = Arena.tileRows, start: ProductStart) -> Product.Shape {
      panel.shape(
        format, rows: rows, inputs: inputs, outputs: outputs, start: start)
    }
  #endif
}
