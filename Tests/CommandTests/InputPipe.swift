import Foundation
import Testing

@testable import Seq2SeqCommand

/// A pipe whose write end is closed by whoever closes it first.
final class InputPipe: @unchecked Sendable {
  let reading: Int32
  private var writing: Int32?

  init() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    (reading, writing) = (ends[0], ends[1])
  }

  func write(_ bytes: [UInt8]) throws {
    let writing = try #require(writing)
    try bytes.withUnsafeBytes { try StandardOutput.write($0, to: writing) }
  }

  func finish() {
    if let writing { close(writing) }
    writing = nil
  }

  deinit {
    finish()
    close(reading)
  }
}
