/// Where the lines of a file stand, in blocks of lines, so that threads can read blocks on their
/// own.
struct LineIndex: Sendable {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The number of lines in a block; every block but the last is full.
  let linesPerBlock: Int
  /// The offset of the first byte of each block.
  private(set) var blockStarts: [Int] = []
  /// The number of lines; a last line without newline counts.
  private(set) var lineCount = 0

  init(_ bytes: Span<UInt8>, linesPerBlock: Int) {
    self.linesPerBlock = linesPerBlock
    var position = Self.startOfText(in: bytes)
    while position < bytes.count {
      if lineCount % linesPerBlock == 0 { blockStarts.append(position) }
      lineCount += 1
      while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      position += 1
    }
  }

  /// The numbers, from 0, of the lines in a block.
  func lines(inBlock block: Int) -> Range<Int> {
    block * linesPerBlock..<min((block + 1) * linesPerBlock, lineCount)
  }

  /// The bytes of the line at a position, without its `\n` and one `\r` before that. The position
  /// moves to the next line.
  static func nextLine(in bytes: Span<UInt8>, at position: inout Int) -> Range<Int> {
    let start = position
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    let end = position > start && bytes[position - 1] == 0x0D ? position - 1 : position
    position += 1
    return start..<end
  }

  private static func startOfText(in bytes: Span<UInt8>) -> Int {
    guard bytes.count >= byteOrderMark.count else { return 0 }
    for index in byteOrderMark.indices where bytes[index] != byteOrderMark[index] { return 0 }
    return byteOrderMark.count
  }
}
