import Foundation

/// Zeroed memory straight from the system, which costs nothing until it is written.
enum SystemMemory {
  /// Traps when the system has no memory left, as every allocation does.
  static func map(_ byteCount: Int) -> UnsafeMutableRawPointer {
    let size = max(byteCount, 64)
    let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let mapped, mapped != MAP_FAILED else {
      preconditionFailure("the system has no \(size) bytes of memory left")
    }
    return mapped
  }

  static func unmap(_ base: UnsafeMutableRawPointer, _ byteCount: Int) {
    munmap(base, max(byteCount, 64))
  }
}
