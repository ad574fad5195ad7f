import Foundation
import Seq2SeqText
import SwiftProtobuf
import Testing

@testable import Seq2SeqTraining

@Suite struct EventFileWriterTests {
  /// Bit by bit, to check the table.
  private func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var value = ~UInt32(0)
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
    }
    value = ~value
    return ((value >> 15) | (value << 17)) &+ 0xA282_EAD8
  }

  private func integer(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The payloads of a file's records; their framing is checked.
  private func records(_ file: Data) throws -> [[UInt8]] {
    var rest = [UInt8](file)[...]
    var records: [[UInt8]] = []
    while !rest.isEmpty {
      try #require(rest.count >= 16)
      let length = rest.prefix(8)
      #expect(integer(rest.dropFirst(8).prefix(4)) == UInt64(checksum(length)))
      rest = rest.dropFirst(12)
      let count = Int(integer(length))
      try #require(rest.count >= count + 4)
      let payload = rest.prefix(count)
      #expect(integer(rest.dropFirst(count).prefix(4)) == UInt64(checksum(payload)))
      records.append(Array(payload))
      rest = rest.dropFirst(count + 4)
    }
    return records
  }

  @Test func checksumOfTheStandard() {
    #expect(CRC32C.value(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.value(Array(repeating: 0, count: 32)) == 0x8A91_36AA)
  }

  @Test func writesRecords() throws {
    let folder = try ReportsFolder()
    let writer = EventFileWriter(folder: folder.path + "/tensorboard", clock: { 1000.5 })
    #expect(try folder.names == [])
    try writer.add(scalars: [("train/loss", 0.25), ("검증/bleu", .nan)], step: 7)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tensorboard").first)
    #expect(name.hasPrefix("events.out.tfevents.1000."))
    // Read while the writer is alive: every call is flushed.
    let records = try records(folder.content(of: "tensorboard/" + name))
    // wall_time, field 1: a double; file_version, field 3: a string.
    let time: [UInt8] = [0x09, 0, 0, 0, 0, 0, 0x44, 0x8F, 0x40]
    #expect(records.first == time + [0x1A, 13] + Array("brain.Event:2".utf8))
    // step, field 2; summary, field 5, of values, field 1, of tag, field 1, and number, field 2.
    let loss = [0x0A, 10] + Array("train/loss".utf8) + [0x15, 0, 0, 0x80, 0x3E]
    let bleu = [0x0A, 11] + Array("검증/bleu".utf8) + [0x15, 0, 0, 0xC0, 0x7F]
    let summary = [0x0A, UInt8(loss.count)] + loss + [0x0A, UInt8(bleu.count)] + bleu
    #expect(records.dropFirst() == [time + [0x10, 7, 0x2A, UInt8(summary.count)] + summary])
  }

  @Test func aSecondRunTakesAFileOfItsOwn() throws {
    let folder = try ReportsFolder()
    for run in 0..<3 {
      let resumedAfter = run == 0 ? nil : run * 10
      let writer = EventFileWriter(
        folder: folder.path, resumedAfter: resumedAfter, clock: { 1000 })
      try writer.add(scalars: [("loss", 1)], step: 1)
      try writer.add(scalars: [("loss", 2)], step: 2)
    }
    let names = try folder.names
    #expect(names.count == 3)
    let events = try records(folder.content(of: names[2]))
      .map { try Tensorboard_Event(serializedBytes: $0) }
    #expect(events.map(\.step) == [0, 21, 1, 2])
    #expect(events[1].sessionLog.status == .start)
    #expect(try records(folder.content(of: names[0])).count == 3)
  }

  @Test func aFolderThatCannotBeMadeIsAnError() throws {
    let writer = EventFileWriter(folder: "/dev/null/tensorboard")
    let error = #expect(throws: UserError.self) {
      try writer.add(scalars: [("loss", 1)], step: 1)
    }
    #expect(error?.kind == .inputOutput)
  }
}
