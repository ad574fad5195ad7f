/// Room for numbers on their way from one format to another.
struct ProductScratch: ~Copyable {
  private var start: UnsafeMutableRawPointer?
  private var count = 0

  /// Room for so many bytes, good until the next call.
  mutating func room(_ needed: Int) -> UnsafeMutableRawPointer {
    if let start, needed <= count { return start }
    start?.deallocate()
    count = max(needed, 64)
    let made = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
    start = made
    return made
  }

  /// The same for numbers of a type.
  mutating func room<Number>(_ needed: Int, of type: Number.Type) -> UnsafeMutablePointer<Number> {
    room(needed * MemoryLayout<Number>.stride).bindMemory(to: type, capacity: max(needed, 1))
  }

  deinit { start?.deallocate() }
}
