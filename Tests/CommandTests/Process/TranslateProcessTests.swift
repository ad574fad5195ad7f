import Foundation
import Testing

struct TranslateProcessTests {
  private func translate(_ input: [UInt8], _ options: String...) async throws
    -> CommandProcess.Result
  {
    try await CommandProcess.run(
      ["translate", try await CommandModel.run()] + options, input: input)
  }

  static let inputs: [(String, [UInt8], Int)] = [
    ("nothing", [], 0), ("an empty line", Array("\n".utf8), 1),
    ("no final newline", Array("a b\nc".utf8), 2),
    ("blank lines", Array("\n \n\t\n\u{3000}\na\n\n".utf8), 6),
    ("other separators", Array("a\u{2028}b\u{2029}c\u{85}d\u{0B}e\u{0C}a\n".utf8), 1),
    ("carriage returns", Array("a\r\nb\rc\r\n\r\n\r".utf8), 4),
    ("NUL", [0, 10, 0x61, 0, 0x62, 10], 2),
    ("broken UTF-8", [0xFF, 10, 0xC3, 10, 0xED, 0xA0, 0x80, 10, 0xF4, 0x90, 0x80, 0x80], 4),
    ("unknown words", Array("zzz 사랑 🇰🇷\n".utf8), 1),
    ("a long line", Array((String(repeating: "a ", count: 20_000) + "\nb\n").utf8), 2),
    ("a long word", Array((String(repeating: "e\u{301}", count: 50_000) + "\nb\n").utf8), 2),
  ]

  @Test(arguments: inputs)
  func asManyLinesComeOutAsWentIn(name: String, input: [UInt8], count: Int) async throws {
    let plain = try await translate(input)
    #expect(plain.exitCode == 0, "\(plain.error)")
    #expect(plain.lines.count == count)
    #expect(plain.output.last ?? 10 == 10)
    let scores = try await translate(input, "--scores", "--beam", "1")
    #expect(scores.lines.count == count)
    #expect(
      scores.lines.allSatisfy { line in
        Double(line.prefix { $0 != "\t" }).map { $0 <= 0 } ?? false
      })
  }

  @Test func theModelTranslatesInOrder() async throws {
    let result = try await translate(Array("a b\n\nc\n".utf8))
    #expect(result.lines == ["b a", "", "c"])
    #expect(result.error.isEmpty)
  }

  @Test func manyLinesKeepTheirOrder() async throws {
    let words = (0..<3_000).map { ["a", "b", "c", "d"][($0 * 7) % 4] }
    let all = try await translate(Array(words.joined(separator: "\n").utf8), "--threads", "3")
    let one = try await translate(Array("a\nb\nc\nd".utf8))
    let expected = Dictionary(uniqueKeysWithValues: zip(["a", "b", "c", "d"], one.lines))
    #expect(all.lines == words.map { expected[$0] ?? "?" })
  }

  @Test func cutAndRepairedLinesAreNamed() async throws {
    let result = try await translate(
      Array("a\n".utf8) + [0xFF, 10] + Array("a b c d e a b c d e\n".utf8))
    #expect(result.exitCode == 0)
    #expect(
      result.error == """
        warning: standard input:2: the line is not UTF-8; its broken bytes became U+FFFD
        warning: standard input:3: the line has 10 tokens; only the first 8 are translated

        """)
  }

  @Test func severalHypothesesCarryTheNumberOfTheirLine() async throws {
    let result = try await translate(Array("a b\n\nc\n".utf8), "--n-best", "3")
    let fields = result.lines.map { line in
      line.split(separator: " ||| ", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(fields.allSatisfy { $0.count == 3 })
    #expect(fields.map { $0[0] } == ["0", "0", "0", "1", "2", "2", "2"])
    #expect(fields[0][1] == "b a")
    #expect(fields[3] == ["1", "", "0.000000"])
    let scores = fields.prefix(3).compactMap { Double($0[2]) }
    #expect(scores.count == 3)
    #expect(Set(fields.prefix(3).map { $0[1] }).count == 3)
    // The same number as --scores prints: the log-probability, not the normalised score.
    let single = try await translate(Array("a b\n".utf8), "--scores")
    #expect(single.text == "\(fields[0][2])\tb a\n")
  }

  /// A program that waits for its answer before it goes on must get it.
  @Test func aPausingInputIsAnswered() async throws {
    let (input, output) = (Pipe(), Pipe())
    let process = try CommandProcess(
      ["translate", try await CommandModel.run()], inputPipe: input, output: output)
    for (line, answer) in [("a b\n", "b a\n"), ("c\nd\n", "c\nd\n")] {
      try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
      var read = Data()
      while read.count < answer.utf8.count {
        let more = try #require(try output.fileHandleForReading.read(upToCount: 1))
        read += more
        if more.isEmpty { break }
      }
      #expect(String(decoding: read, as: UTF8.self) == answer)
    }
    try input.fileHandleForWriting.close()
    #expect(try await process.result().exitCode == 0)
  }

  @Test func aClosedOutputEndsQuietly() async throws {
    let output = Pipe()
    try output.fileHandleForReading.close()
    let process = try CommandProcess(
      ["translate", try await CommandModel.run()], input: Array("a\nb\n".utf8), output: output)
    let result = try await process.result()
    #expect(result.exitCode == 141)
    #expect(result.error.isEmpty)
  }

  @Test func aFullDiskIsAnError() async throws {
    guard let full = FileHandle(forWritingAtPath: "/dev/full") else { return }
    let process = try CommandProcess(
      ["translate", try await CommandModel.run()], input: Array("a\n".utf8), output: full)
    let result = try await process.result()
    #expect(result.exitCode == 74)
    #expect(result.error.hasPrefix("error: standard output: cannot be written"))
  }

  @Test func modelsThatAreNoneAreRefused() async throws {
    let missing = try await CommandProcess.run(["translate", "nowhere"])
    #expect(missing.exitCode == 66)
    #expect(missing.error.hasPrefix("error: nowhere: "))
    let folder = CommandFolder()
    try folder.write("empty", [])
    let model = try Data(
      contentsOf: URL(fileURLWithPath: try await CommandModel.run() + "/model.safetensors"))
    var damaged = Array(model)
    damaged[damaged.count / 2] ^= 1
    try folder.write("damaged", damaged)
    try folder.write("half", Array(model.prefix(model.count / 2)))
    for name in ["empty", "damaged", "half"] {
      let result = try await CommandProcess.run(
        ["translate", folder.path(name)], input: Array("a\n".utf8))
      #expect(result.exitCode == 65, "\(name): \(result.error)")
      #expect(result.error.hasPrefix("error: \(folder.path(name)): "))
      #expect(result.error.filter { $0 == "\n" }.count == 1)
      #expect(result.output.isEmpty)
    }
  }

  @Test func wrongOptionsAreRefusedBeforeTheModelIsRead() async throws {
    for option in [["--beam", "1001"], ["--beam", "0"], ["--beem", "5"], ["--threads", "0"]] {
      let result = try await CommandProcess.run(["translate", "nowhere"] + option)
      #expect(result.exitCode == 64)
      #expect(result.error.filter { $0 == "\n" }.count == 1)
      #expect(result.output.isEmpty)
    }
  }
}
