import Foundation
import Seq2SeqModels
import Seq2SeqText
import SwiftProtobuf

/// Writes scalars to an event file that TensorBoard reads.
///
/// A file is a series of records as in TensorFlow: the length of the event (eight bytes, little
/// endian), the masked CRC-32C of these eight bytes, the event, its masked CRC-32C.
package final class EventFileWriter {
  private let folder: String
  private let resumedAfter: Int?
  private let clock: () -> Double
  private var descriptor: Int32?
  private var path: String

  /// Makes a writer for the folder `folder`, which is made, with a new file in it, on first use.
  ///
  /// - Parameters:
  ///   - resumedAfter: the update after which a run goes on; the points that earlier files of the
  ///     folder hold beyond it are then void.
  ///   - clock: seconds since 1970.
  package init(
    folder: String, resumedAfter: Int? = nil,
    clock: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) {
    self.folder = folder
    self.resumedAfter = resumedAfter
    self.clock = clock
    path = folder
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Appends the values at a step and hands them to the system at once.
  /// Errors: `UserError` of kind `.inputOutput`.
  package func add(scalars: [(tag: String, value: Double)], step: Int) throws {
    let descriptor = try opened()
    var event = Tensorboard_Event()
    event.wallTime = clock()
    event.step = Int64(step)
    event.summary.value = scalars.map { scalar in
      .with {
        $0.tag = scalar.tag
        $0.simpleValue = Float(scalar.value)
      }
    }
    try append([event], to: descriptor)
  }

  private func opened() throws -> Int32 {
    if let descriptor { return descriptor }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw UserError(
        .inputOutput, file: folder, "the folder cannot be made",
        remedy: "choose a folder that may be written to")
    }
    let opened = try openNewFile()
    descriptor = opened
    var first = Tensorboard_Event()
    first.wallTime = clock()
    first.fileVersion = "brain.Event:2"
    var events = [first]
    if let resumedAfter {
      var start = Tensorboard_Event()
      start.wallTime = clock()
      start.step = Int64(resumedAfter) + 1
      start.sessionLog.status = .start
      events.append(start)
    }
    try append(events, to: opened)
    return opened
  }

  /// Opens a file of this second, or of the next one that no file has yet: appending to another
  /// run's file could follow a record that was cut short, after which nothing is read.
  private func openNewFile() throws -> Int32 {
    let host = Self.hostName
    var second = Int(clock())
    while true {
      path = "\(folder)/events.out.tfevents.\(second).\(host)"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return descriptor }
      guard errno == EEXIST else { throw AtomicFile.failure("cannot be written", path) }
      second += 1
    }
  }

  /// Foundation's host name may ask the network.
  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, 255) == 0, name[0] != 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func append(_ events: [Tensorboard_Event], to descriptor: Int32) throws {
    var bytes: [UInt8] = []
    for event in events {
      let payload: [UInt8]
      do {
        payload = try event.serializedBytes()
      } catch {
        throw UserError(
          .badData, file: path, "the event cannot be encoded", remedy: "use shorter names")
      }
      let length = withUnsafeBytes(of: UInt64(payload.count).littleEndian) { Array($0) }
      bytes += length + Self.checksum(length) + payload + Self.checksum(payload)
    }
    try bytes.withUnsafeBytes { try AtomicFile.writeAll($0, to: descriptor, of: path) }
  }

  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: CRC32C.masked(bytes).littleEndian) { Array($0) }
  }
}
