#if canImport(COneDNN)
  import COneDNN
#endif

/// A weight matrix cut into panels of columns, each in the layout that the product wants.
///
/// A panel stays in a core's second-level cache while tile after tile of rows passes over it.
final class PackedMatrix: @unchecked Sendable {
  struct Panel: Sendable {
    let firstColumn: Int
    let columns: Int
    fileprivate(set) var byteOffset: Int
  }

  /// Columns of the result.
  let outputs: Int
  /// Columns of the left side.
  let inputs: Int
  private(set) var panels: [Panel]
  private let memory: LargeMemory

  /// Matrices with at most this many outputs stay whole.
  private static let largestWhole = 2048
  private static let panelColumns = 512

  init(outputs: Int, inputs: Int) throws {
    self.outputs = outputs
    self.inputs = inputs
    let width = outputs <= PackedMatrix.largestWhole ? outputs : PackedMatrix.panelColumns
    panels = stride(from: 0, to: outputs, by: width).map { first in
      Panel(firstColumn: first, columns: min(width, outputs - first), byteOffset: 0)
    }
    var size = 0
    var sizes: [Int: Int] = [:]
    for index in panels.indices {
      panels[index].byteOffset = size
      let columns = panels[index].columns
      let bytes =
        try sizes[columns]
        ?? PackedMatrix.packedSize(columns: columns, depth: inputs, stride: outputs)
      sizes[columns] = bytes
      size += (bytes + 63) / 64 * 64
    }
    memory = LargeMemory(byteCount: size)
  }

  func pointer(_ panel: Panel) -> UnsafeMutableRawPointer {
    memory.base + panel.byteOffset
  }

  private static func packedSize(columns: Int, depth: Int, stride: Int) throws -> Int {
    #if canImport(COneDNN)
      let product = try Product(
        shape: .init(columns: columns, depth: depth, stride: stride, accumulate: false))
      return product.packedSize
    #else
      return columns * depth * MemoryLayout<Float>.stride
    #endif
  }
}
