import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqCommand

/// Lines that are read by another thread: all of them, in order, no more than may wait.
@Suite struct LinesAheadTests {
  private static func lines(of ahead: LinesAhead, atMost count: Int) throws -> [[String]] {
    var blocks: [[String]] = []
    while let block = try ahead.next(atMost: count) { blocks.append(block.map(\.text)) }
    return blocks
  }

  @Test(arguments: [1, 3, 1_024]) func allLinesComeInOrder(limit: Int) throws {
    let pipe = try InputPipe()
    let ahead = LinesAhead(InputLines(descriptor: pipe.reading, name: "it"), limit: limit)
    let texts = (0..<5_000).map { "line \($0)" }
    let writer = Thread {
      try? pipe.write(Array(texts.map { $0 + "\n" }.joined().utf8))
      pipe.finish()
    }
    writer.start()
    let blocks = try Self.lines(of: ahead, atMost: 700)
    #expect(blocks.flatMap { $0 } == texts)
    #expect(blocks.allSatisfy { (1...700).contains($0.count) })
    #expect(try ahead.next(atMost: 1) == nil)
  }

  /// A program that waits for its answer must get it.
  @Test func whatIsThereIsGivenAtOnce() throws {
    let pipe = try InputPipe()
    let ahead = LinesAhead(InputLines(descriptor: pipe.reading, name: "it"), limit: 100)
    for text in ["a", "b"] {
      try pipe.write(Array((text + "\n").utf8))
      #expect(try ahead.next(atMost: 100)?.map(\.text) == [text])
    }
    pipe.finish()
    #expect(try ahead.next(atMost: 100) == nil)
  }

  /// Reading goes on while nobody asks.
  @Test func linesAreReadBeforeTheyAreAskedFor() throws {
    let pipe = try InputPipe()
    let ahead = LinesAhead(InputLines(descriptor: pipe.reading, name: "it"), limit: 1_000_000)
    // More than a pipe holds: without a reader this would never return.
    try pipe.write([UInt8](repeating: UInt8(ascii: "\n"), count: 1 << 18))
    pipe.finish()
    #expect(try Self.lines(of: ahead, atMost: 1 << 20).joined().count == 1 << 18)
  }

  @Test func whatCannotBeReadIsAnError() throws {
    let ahead = LinesAhead(InputLines(descriptor: -1, name: "it"), limit: 1)
    for _ in 1...2 {
      #expect {
        try ahead.next(atMost: 1)
      } throws: {
        ($0 as? UserError)?.kind == .inputOutput && ($0 as? UserError)?.file == "it"
      }
    }
  }
}
