import Foundation
import Seq2SeqText

/// Replaces a file as a whole: whoever reads it, also after a crash or a power cut, sees either the
/// old content or the new, never a part.
///
/// The bytes go to `PATH.partial` in the same folder, are synced to the disk and renamed over
/// `PATH`; then the folder is synced, without which the rename itself could be lost.
package enum AtomicFile {
  /// Writes `bytes` to `path`. Errors: `UserError` of kind `.inputOutput`; the old file stays.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    try bytes.withUnsafeBytes { try write(pieces: [$0], to: path) }
  }

  /// Writes the pieces one after the other, straight from their memory.
  package static func write(pieces: [UnsafeRawBufferPointer], to path: String) throws {
    let destination = try resolve(path)
    let partial = destination + ".partial"
    let descriptor = try openLocked(partial, for: path)
    defer { close(descriptor) }
    do {
      for piece in pieces { try writeAll(piece, to: descriptor, of: path) }
      guard syncToDisk(descriptor) else { throw failure("cannot be synced to the disk", path) }
      guard rename(partial, destination) == 0 else { throw failure("cannot be replaced", path) }
    } catch {
      unlink(partial)
      throw error
    }
    try syncFolder(of: destination, for: path)
  }

  /// Writes all of `piece` at the descriptor's position; `path` is named in errors.
  package static func writeAll(
    _ piece: UnsafeRawBufferPointer, to descriptor: Int32, of path: String
  ) throws {
    var rest = piece
    while let start = rest.baseAddress, !rest.isEmpty {
      // One call moves at most 2 GiB on Linux and fails above that on macOS.
      let written = Foundation.write(descriptor, start, min(rest.count, 1 << 30))
      if written < 0 {
        if errno == EINTR { continue }
        throw failure("cannot be written", path)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
  }

  /// The `UserError` for the system's last error.
  package static func failure(_ problem: String, _ path: String) -> UserError {
    let code = errno
    let reason = String(cString: strerror(code))
    let remedy =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: "free some space on that disk"
      case ENOENT, ENOTDIR: "create the folder it is to lie in"
      case EACCES, EPERM, EROFS: "choose a folder that may be written to"
      case EISDIR: "give the name of a file, not of a folder"
      default: "check the path and the disk"
      }
    return UserError(.inputOutput, file: path, "\(problem) (\(reason))", remedy: remedy)
  }

  /// Follows a symbolic link, so that its target is replaced and not the link, and refuses what
  /// must never be renamed over, such as `/dev/null`.
  private static func resolve(_ path: String) throws -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw UserError(
        .inputOutput, file: path, "exists and is not a regular file",
        remedy: "give the name of a file")
    }
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Opens and empties the temporary file. Its name is fixed, so that what a killed process left is
  /// used again instead of piling up; a lock makes a second writer wait for the first.
  private static func openLocked(_ partial: String, for path: String) throws -> Int32 {
    while true {
      let descriptor = open(partial, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else { throw failure("cannot be written", path) }
      while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
      // The first writer may have renamed or removed the file before we got the lock.
      var ours = stat()
      var named = stat()
      if fstat(descriptor, &ours) == 0, lstat(partial, &named) == 0,
        ours.st_ino == named.st_ino, ours.st_dev == named.st_dev
      {
        if ftruncate(descriptor, 0) == 0 { return descriptor }
        defer { close(descriptor) }
        throw failure("cannot be written", path)
      }
      close(descriptor)
    }
  }

  private static func syncToDisk(_ descriptor: Int32) -> Bool {
    #if canImport(Darwin)
      // On Apple's systems fsync stops at the drive's cache.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return true }
    #endif
    while fsync(descriptor) != 0 {
      if errno != EINTR { return false }
    }
    return true
  }

  private static func syncFolder(of destination: String, for path: String) throws {
    let folder = destination.lastIndex(of: "/").map { String(destination[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    // A folder that may be written to but not read cannot be synced; the file is whole all the same.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // EINVAL: the file system has no notion of syncing a folder.
    guard syncToDisk(descriptor) || errno == EINVAL else {
      throw failure("cannot be synced to the disk", path)
    }
  }
}
