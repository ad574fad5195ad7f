import Foundation

/// Zeroed memory straight from the system: large buffers of weights come in large pages where there are
/// any, and cost nothing until they are written.
struct LargeMemory: ~Copyable {
  let base: UnsafeMutableRawPointer
  private let byteCount: Int

  /// Traps when the system has no memory left, as every allocation does.
  init(byteCount: Int) {
    let size = max(byteCount, 64)
    let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let mapped, mapped != MAP_FAILED else {
      preconditionFailure("the system has no \(size) bytes of memory left")
    }
    #if os(Linux)
      madvise(mapped, size, MADV_HUGEPAGE)
    #endif
    base = mapped
    self.byteCount = size
  }

  deinit { munmap(base, byteCount) }
}
