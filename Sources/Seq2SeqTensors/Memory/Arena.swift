/// Memory for the tensors of one shard: allocating is adding to a pointer, freeing is resetting.
///
/// After the first few batches it holds one block that is large enough, and allocates no more.
package final class Arena {
  /// Rows are allocated in whole tiles, so that matrix products may work on whole tiles.
  package static let tileRows = 16

  private var blocks: [(base: UnsafeMutablePointer<Float>, count: Int)] = []
  private var used = 0
  /// What was used of the one block at most, before the last reset.
  private var mostUsed = 0
  private var taken = 0
  private let generation: UnsafeMutablePointer<Int>

  package init() {
    generation = .allocate(capacity: 1)
    generation.initialize(to: 0)
  }

  deinit {
    free()
    generation.deallocate()
  }

  /// What was asked for since the last reset, in bytes.
  package var byteCount: Int { taken * MemoryLayout<Float>.stride }

  /// How often memory was taken from the system so far.
  package private(set) var allocations = 0

  /// A tensor with undefined numbers, and with a gradient of zeros if asked for.
  func tensor(rows: Int, columns: Int, gradient: Bool) -> Tensor {
    let tile = Arena.tileRows
    let capacity = (rows + tile - 1) / tile * tile * columns
    let values = floats(capacity)
    // Rows that only fill up a tile take part in products: they must be finite.
    let filling = capacity - rows * columns
    if filling > 0 { (values + rows * columns).update(repeating: 0, count: filling) }
    var gradientPointer: UnsafeMutablePointer<Float>?
    if gradient {
      let pointer = floats(capacity)
      pointer.update(repeating: 0, count: capacity)
      gradientPointer = pointer
    }
    return Tensor(
      rows: rows, columns: columns, values: values, gradient: gradientPointer,
      generation: generation)
  }

  /// Room for `count` floats, aligned for vector loads.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let needed = (count + 15) / 16 * 16
    taken += needed
    if let block = blocks.last, used + needed <= block.count {
      defer { used += needed }
      return block.base + used
    }
    let size = max(needed, 1 << 20, (blocks.last?.count ?? 0) * 2)
    let base = Arena.allocate(size)
    allocations += 1
    blocks.append((base, size))
    used = needed
    return base
  }

  /// Room for numbers of another kind.
  func bytes(_ count: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(floats((count + 3) / 4))
  }

  /// Ends the life of every tensor in here.
  package func reset() {
    generation.pointee += 1
    taken = 0
    if blocks.count > 1 {
      let total = blocks.reduce(0) { $0 + $1.count }
      free()
      blocks = [(Arena.allocate(total), total)]
      allocations += 1
    } else {
      mostUsed = max(mostUsed, used)
    }
    used = 0
  }

  /// The memory that the system has given so far, in bytes, as far as it was used; right after a reset.
  package var residentBytes: Int { mostUsed * MemoryLayout<Float>.stride }

  /// As `reset`, and gives all memory back to the system.
  package func release() {
    reset()
    free()
  }

  private func free() {
    for block in blocks { SystemMemory.unmap(block.base, Arena.byteCount(block.count)) }
    blocks = []
    mostUsed = 0
  }

  /// Memory straight from the system, so that what is given back is no longer this process'.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    SystemMemory.map(byteCount(count)).bindMemory(to: Float.self, capacity: count)
  }

  private static func byteCount(_ count: Int) -> Int { count * MemoryLayout<Float>.stride }
}
