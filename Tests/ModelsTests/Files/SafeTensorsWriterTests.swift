import Crypto
import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

@Suite struct SafeTensorsWriterTests {
  static let metadata = ["format": "test", "한글": "line\n\u{1}\"\\/\u{2028}\u{1F600}e\u{301}"]

  /// Three tensors, one of them borrowed.
  private func write(to path: String, reversed: Bool = false, threads: Int = 1) throws {
    let borrowed: [Float] = [1, -0.0, .infinity, .leastNonzeroMagnitude]
    try borrowed.withUnsafeBufferPointer { borrowed in
      var writer = SafeTensorsWriter(metadata: Self.metadata)
      let steps: [(inout SafeTensorsWriter) -> Void] = [
        { $0.add("b.weight", shape: [2, 2], floats: borrowed) },
        { $0.add("a", bytes: [9, 8, 7]) },
        { $0.add("empty", shape: [0, 5], floats: []) },
        { $0.add("c", shape: [3], floats: [4, 5, 6]) },
      ]
      for step in reversed ? steps.reversed() : steps { step(&writer) }
      try writer.write(to: path, threads: threads)
    }
  }

  @Test func roundTrip() throws {
    let folder = try FilesFolder()
    try write(to: folder.file("a"))
    let file = try SafeTensorsFile(path: folder.file("a"))
    try file.verifyDigest(threads: 2)
    #expect(file.names == ["a", "b.weight", "c", "empty"])
    #expect(try file.bytes("a") == [9, 8, 7])
    #expect(
      try file.withFloats("b.weight") { $0.map(\.bitPattern) }
        == [1, -0.0, .infinity, Float.leastNonzeroMagnitude].map(\.bitPattern))
    #expect(file.shape(of: "empty") == [0, 5])
    for (key, value) in Self.metadata {
      #expect(file.metadata[key]?.unicodeScalars.elementsEqual(value.unicodeScalars) == true)
    }
    let bytes = try folder.content(of: "a")
    let header = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect((8 + header) % 64 == 0)
    #expect(try folder.names == ["a"])
  }

  @Test func sameBytesInAnyOrderOnAnyThreads() throws {
    let folder = try FilesFolder()
    try write(to: folder.file("a"))
    try write(to: folder.file("b"), reversed: true, threads: 3)
    #expect(try folder.content(of: "a") == folder.content(of: "b"))
  }

  @Test func withoutTensors() throws {
    let folder = try FilesFolder()
    try SafeTensorsWriter().write(to: folder.file("a"))
    let file = try SafeTensorsFile(path: folder.file("a"))
    try file.verifyDigest(threads: 2)
    #expect(file.names == [])
  }

  /// The digest computed again by its definition, over a file of several blocks.
  @Test func digestIsAsDefined() throws {
    let folder = try FilesFolder()
    var writer = SafeTensorsWriter(metadata: ["digest": "not this", "long": "x"])
    for index in 0..<5 {
      let floats = (0..<150_000 + index).map { Float($0 &* 7919 % 10007) }
      writer.add("tensor\(index)", shape: [floats.count], floats: floats)
    }
    writer.add("text", bytes: Array("끝".utf8))
    try writer.write(to: folder.file("a"), threads: 2)

    var bytes = try folder.content(of: "a")
    let dataStart = 8 + bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: bytes[8..<dataStart], as: UTF8.self)
    let found = try #require(header.firstMatch(of: #/"digest":"sha256-blocks:([0-9a-f]{64})"/#))
    let start = 8 + header[..<found.1.startIndex].utf8.count
    bytes.replaceSubrange(start..<start + 64, with: repeatElement(0x30, count: 64))
    var hashes: [UInt8] = []
    for part in [bytes[..<dataStart], bytes[dataStart...]] {
      for block in stride(from: part.startIndex, to: part.endIndex, by: 1 << 20) {
        hashes += SHA256.hash(data: part[block..<min(part.endIndex, block + (1 << 20))])
      }
    }
    #expect(hashes.count == 32 * 4)
    let digest = SHA256.hash(data: hashes).map { String(format: "%02x", $0) }.joined()
    #expect(digest == String(found.1))
    for threads in [-1, 1, 2, 3, 100] {
      try SafeTensorsFile(path: folder.file("a")).verifyDigest(threads: threads)
    }
  }

  @Test func namesTheDamagedTensor() throws {
    let folder = try FilesFolder()
    var writer = SafeTensorsWriter()
    for name in ["first", "second", "third"] {
      writer.add(name, shape: [1 << 19], floats: Array(repeating: 1, count: 1 << 19))
    }
    try writer.write(to: folder.file("a"))
    let whole = try folder.content(of: "a")
    let dataStart = whole.count - 3 << 21
    for (offset, expected) in [(3 << 20, "tensor `second` is"), (10, "tensor `first` is")] {
      var bytes = whole
      bytes[dataStart + offset] ^= 1
      let path = try folder.put(bytes, in: "b")
      let error = filesError { try SafeTensorsFile(path: path).verifyDigest(threads: 2) }
      #expect(error?.problem.contains(expected) == true)
    }
    var bytes = whole
    bytes[dataStart - 1] = UInt8(ascii: "\t")
    let path = try folder.put(bytes, in: "b")
    let error = filesError { try SafeTensorsFile(path: path).verifyDigest(threads: 2) }
    #expect(error?.problem.contains("the header is") == true)
  }

  /// Every byte in turn: each bit flipped, the byte removed, a byte inserted before it, all after it
  /// cut off, and two bytes exchanged.
  @Test func everyDamageIsRefused() throws {
    let folder = try FilesFolder()
    try write(to: folder.file("a"))
    let whole = try folder.content(of: "a")
    func check(_ bytes: [UInt8], _ what: @autoclosure () -> String) throws {
      guard bytes != whole else { return }
      let path = try folder.put(bytes, in: "b")
      let error = filesError { try SafeTensorsFile(path: path).verifyDigest(threads: 1) }
      guard let error, error.kind == .badData, error.file == path,
        !error.description.contains(where: \.isNewline)
      else {
        Issue.record("\(what()): \(error.map(\.description) ?? "accepted")")
        return
      }
    }
    for place in whole.indices {
      for bit in 0..<8 {
        var bytes = whole
        bytes[place] ^= 1 << bit
        try check(bytes, "bit \(bit) of byte \(place)")
      }
      try check(Array(whole[..<place]), "cut at \(place)")
      for inserted: UInt8 in [0, 0x20, 0x30, 0x7D, whole[place]] {
        let longer = Array(whole[..<place]) + [inserted] + whole[place...]
        try check(longer, "\(inserted) before \(place)")
      }
      try check(Array(whole[..<place]) + whole[(place + 1)...], "without \(place)")
      var bytes = whole
      bytes.swapAt(place, max(0, place - 1))
      try check(bytes, "exchange at \(place)")
    }
    try check(whole + [0], "a byte after the end")
  }

  @Test func aFailureLeavesTheOldFile() throws {
    let folder = try FilesFolder()
    let error = filesError { try write(to: folder.file("no/a")) }
    #expect(error?.kind == .inputOutput)
    #expect(error?.file == folder.file("no/a"))
  }
}
