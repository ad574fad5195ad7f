import Foundation
import Seq2SeqText

/// A regular file mapped into memory for reading, until the last reference to it is gone.
final class FileMapping: @unchecked Sendable {  // The bytes never change and are only read.
  let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`; see `SafeTensorsFile` for the errors.
  init(path: String) throws {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR {
        throw UserError(
          .missingInput, file: path, "there is no such file", remedy: "check the path")
      }
      throw Self.unreadable(path, code)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw UserError(
        .badData, file: path, "is not a regular file", remedy: "give the name of a file")
    }
    let count = Int(status.st_size)
    guard count > 0 else {
      // Nothing of length 0 can be mapped.
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw Self.unreadable(path, errno) }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  private static func unreadable(_ path: String, _ code: Int32) -> UserError {
    UserError(
      .inputOutput, file: path, "cannot be read (\(String(cString: strerror(code))))",
      remedy: "check its permissions and the disk")
  }
}
