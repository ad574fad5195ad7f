/// Turns bytes, as they arrive, into lines.
///
/// Only `\n` ends a line, so that as many lines come out as went in: U+2028, NUL and a lone `\r`
/// stay in the line. One `\r` before the `\n` goes, so does a byte order mark at the start, and
/// broken UTF-8 becomes U+FFFD. A last line without `\n` counts; no bytes are no lines.
public struct LineReader: Sendable {
  /// The number of lines so far that were not UTF-8 and were repaired.
  public private(set) var repairedLines = 0
  private var pending: [UInt8] = []
  private var isAtStart = true

  /// Makes a reader at the start of a file.
  public init() {}

  /// The lines that these bytes complete.
  public mutating func append(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == 0x0A {
        lines.append(takePending())
      } else {
        pending.append(byte)
      }
    }
    return lines
  }

  /// The last line, if the input did not end with `\n`.
  public mutating func finish() -> String? {
    let isEmpty = pending.isEmpty || (isAtStart && pending == LineIndex.byteOrderMark)
    return isEmpty ? nil : takePending()
  }

  /// The lines of a whole file.
  public static func lines(in bytes: [UInt8]) -> (lines: [String], repairedLines: Int) {
    var reader = LineReader()
    var lines = reader.append(bytes)
    if let last = reader.finish() { lines.append(last) }
    return (lines, reader.repairedLines)
  }

  private mutating func takePending() -> String {
    if isAtStart && pending.starts(with: LineIndex.byteOrderMark) { pending.removeFirst(3) }
    isAtStart = false
    if pending.last == 0x0D { pending.removeLast() }
    if !TextScan(pending.span).isValid { repairedLines += 1 }
    let line = String(repairing: pending.span)
    pending.removeAll(keepingCapacity: true)
    return line
  }
}
