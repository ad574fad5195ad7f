import Foundation
import Seq2Seq

/// Standard output, unbuffered: what has been written is there for the next program in the pipe.
enum StandardOutput {
  /// Writes all of a text. Errors: ``ClosedOutput``, `UserError` of kind `.inputOutput`.
  static func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0), to: STDOUT_FILENO) }
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = Foundation.write(descriptor, start, min(rest.count, 1 << 30))
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: Readiness.wait(for: POLLOUT, on: descriptor)
      case EPIPE: throw ClosedOutput()
      default: throw AtomicFile.failure("cannot be written", "standard output")
      }
    }
  }
}
