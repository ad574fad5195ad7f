import Dispatch
import Synchronization

/// A check of a file's digest that goes on beside other work.
final class DigestCheck: Sendable {
  /// The digest that the file says it has.
  let expected: String?
  private let failure = Mutex<(any Error)?>(nil)
  private let group = DispatchGroup()

  /// Starts checking.
  init(of file: SafeTensorsFile, threads: Int) {
    expected = file.metadata[BlockDigest.key]
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
      do { try file.verifyDigest(threads: threads) } catch { failure.withLock { $0 = error } }
    }
  }

  /// Waits for the end.
  func wait() { group.wait() }

  /// Waits for the end and throws what is wrong with the file.
  func result() throws {
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
