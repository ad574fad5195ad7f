import Foundation

/// Whether a descriptor can be read from or written to just now.
enum Readiness {
  /// Waits until there is something to read or room to write; for descriptors that do not block.
  static func wait(for event: Int32, on descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: event), revents: 0)
    _ = poll(&request, 1, -1)
  }

  /// Whether a read would return at once, if only to say that the end is reached.
  static func canRead(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }
}
