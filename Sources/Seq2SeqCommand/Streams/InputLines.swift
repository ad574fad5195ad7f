import Foundation
import Seq2Seq

/// The lines of an input as they come, in blocks, with bounded memory.
///
/// A block is what is there: someone who types, or a program that waits for its answer before it
/// goes on, is not made to wait for a full one.
struct InputLines {
  /// The bytes of a line that are kept: more than any model reads, and a bound on memory.
  static let longestLine = 1 << 20

  private let descriptor: Int32
  private let name: String
  private let longestLine: Int
  private var reader = LineReader()
  private var ready: [InputLine] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var hasEnded = false
  private var number = 1
  /// The bytes so far of the line that is not complete yet.
  private var lineLength = 0
  private var isShortened = false

  /// Makes a reader; `name` is what errors call it.
  init(descriptor: Int32, name: String, longestLine: Int = InputLines.longestLine) {
    self.descriptor = descriptor
    self.name = name
    self.longestLine = longestLine
  }

  /// The next lines, at least one and at most `count`, or nil at the end.
  mutating func next(atMost count: Int) throws -> [InputLine]? {
    while !hasEnded && ready.count < count {
      if !ready.isEmpty && !Readiness.canRead(descriptor) { break }
      try read()
    }
    guard !ready.isEmpty else { return nil }
    let block = Array(ready.prefix(count))
    ready.removeFirst(block.count)
    return block
  }

  private mutating func read() throws {
    let count = buffer.withUnsafeMutableBytes {
      Foundation.read(descriptor, $0.baseAddress, $0.count)
    }
    if count > 0 {
      take(buffer[..<count])
    } else if count == 0 {
      hasEnded = true
      let repaired = reader.repairedLines
      if let last = reader.finish() { add(last, repaired: repaired) }
    } else if errno == EAGAIN {
      Readiness.wait(for: POLLIN, on: descriptor)
    } else if errno != EINTR {
      throw UserError(
        .inputOutput, file: name, "cannot be read (\(String(cString: strerror(errno))))",
        remedy: "give it a file, or the output of a command")
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let repaired = reader.repairedLines
      append(rest[..<end])
      for line in reader.append([UInt8(ascii: "\n")]) { add(line, repaired: repaired) }
      rest = rest[(end + 1)...]
    }
    append(rest)
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    guard !isShortened else { return }
    var count = min(bytes.count, max(0, longestLine - lineLength))
    // A character is not cut in two.
    if lineLength + count >= longestLine {
      count += bytes.dropFirst(count).prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
    }
    isShortened = count < bytes.count
    lineLength += count
    _ = reader.append(Array(bytes.prefix(count)))
  }

  private mutating func add(_ text: String, repaired: Int) {
    ready.append(
      InputLine(
        text: text, number: number, isRepaired: reader.repairedLines > repaired,
        isShortened: isShortened))
    number += 1
    lineLength = 0
    isShortened = false
  }
}
