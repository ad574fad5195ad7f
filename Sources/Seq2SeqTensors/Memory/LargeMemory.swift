import Foundation

/// Memory of the system for large buffers of weights, in large pages where there are any.
struct LargeMemory: ~Copyable {
  let base: UnsafeMutableRawPointer
  private let byteCount: Int

  init(byteCount: Int) {
    base = SystemMemory.map(byteCount)
    #if os(Linux)
      madvise(base, max(byteCount, 64), MADV_HUGEPAGE)
    #endif
    self.byteCount = byteCount
  }

  deinit { SystemMemory.unmap(base, byteCount) }
}
