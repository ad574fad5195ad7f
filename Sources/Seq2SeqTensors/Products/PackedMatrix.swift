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
        _ format: NumberFormat, inputs: Int, outputs: Int, accumulate: Bool
      ) -> Product.Shape {
        .tile(
          format: format, columns: columns, depth: depth, leading: inputs, stride: outputs,
          accumulate: accumulate)
      }
    #endif
  }

  /// Columns of the result.
  let outputs: Int
  /// Columns of the left side.
  let inputs: Int
  let format: NumberFormat
  private(set) var panels: [Panel]
  private let memory: LargeMemory
  let byteCount: Int

  /// Smaller matrices stay whole: read once for each tile, they come fast enough from the third-level cache,
  /// and a tile's results lie side by side.
  private static let largestWhole = 1 << 24
  private static let panelSize = 512

  init(outputs: Int, inputs: Int, format: NumberFormat = .float32) throws {
    self.outputs = outputs
    self.inputs = inputs
    self.format = format
    let isWhole = outputs * inputs * format.size <= PackedMatrix.largestWhole
    let width = isWhole ? outputs : PackedMatrix.panelSize
    let height = isWhole || inputs <= 4 * PackedMatrix.panelSize ? inputs : PackedMatrix.panelSize
    panels = stride(from: 0, to: inputs, by: height).flatMap { depth in
      stride(from: 0, to: outputs, by: width).map { column in
        Panel(
          firstColumn: column, columns: min(width, outputs - column), firstDepth: depth,
          depth: min(height, inputs - depth), byteOffset: 0)
      }
    }
    var size = 0
    var sizes: [[Int]: Int] = [:]
    for index in panels.indices {
      panels[index].byteOffset = size
      let shape = [panels[index].columns, panels[index].depth]
      let bytes =
        try sizes[shape]
        ?? PackedMatrix.packedSize(panels[index], format, inputs: inputs, outputs: outputs)
      sizes[shape] = bytes
      size += (bytes + 63) / 64 * 64
    }
    memory = LargeMemory(byteCount: size)
    byteCount = size
  }

  func pointer(_ panel: Panel) -> UnsafeMutableRawPointer {
    memory.base + panel.byteOffset
  }

  private static func packedSize(
    _ panel: Panel, _ format: NumberFormat, inputs: Int, outputs: Int
  ) throws -> Int {
    #if canImport(COneDNN)
      let shape = panel.shape(format, inputs: inputs, outputs: outputs, accumulate: false)
      return try Product(shape: shape).packedSize
    #else
      return panel.columns * panel.depth * MemoryLayout<Float>.stride
    #endif
  }

  #if canImport(COneDNN)
    /// The product of a tile with a panel.
    func shape(_ panel: Panel, accumulate: Bool) -> Product.Shape {
      panel.shape(format, inputs: inputs, outputs: outputs, accumulate: accumulate)
    }
  #endif
}
