import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

@Suite struct AtomicFileTests {
  @Test func replacesTheWholeFile() throws {
    let folder = try FilesFolder()
    let path = try folder.put(Array(repeating: 7, count: 5000), in: "a")
    try AtomicFile.write([1, 2, 3], to: path)
    #expect(try folder.content(of: "a") == [1, 2, 3])
    try AtomicFile.write([], to: path)
    #expect(try folder.content(of: "a") == [])
    #expect(try folder.names == ["a"])
  }

  @Test func usesAgainWhatAKilledWriterLeft() throws {
    let folder = try FilesFolder()
    _ = try folder.put(Array(repeating: 7, count: 5000), in: "a.partial")
    try AtomicFile.write([1], to: folder.file("a"))
    #expect(try folder.content(of: "a") == [1])
    #expect(try folder.names == ["a"])
  }

  @Test func aMissingFolderIsAnError() throws {
    let folder = try FilesFolder()
    let error = try #require(filesError { try AtomicFile.write([1], to: folder.file("no/a")) })
    #expect(error.kind == .inputOutput)
    #expect(error.file == folder.file("no/a"))
    #expect(!error.description.contains("\n"))
  }

  @Test func refusesFoldersAndDevices() throws {
    let folder = try FilesFolder()
    for path in [folder.path, "/dev/null"] {
      let error = try #require(filesError { try AtomicFile.write([1], to: path) })
      #expect(error.kind == .inputOutput)
    }
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func writesThroughASymbolicLink() throws {
    let folder = try FilesFolder()
    let target = try folder.put([1], in: "target")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: target)
    try AtomicFile.write([2], to: folder.file("link"))
    #expect(try folder.content(of: "target") == [2])
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("link"))
    #expect(attributes[.type] as? FileAttributeType == .typeSymbolicLink)
  }

  @Test func aFailureLeavesTheOldFileAndNoOther() throws {
    let folder = try FilesFolder()
    let path = try folder.put([1, 2], in: "a")
    // A folder in the place of the temporary file: it can be neither opened nor written.
    try FileManager.default.createDirectory(
      atPath: path + ".partial", withIntermediateDirectories: false)
    let error = try #require(filesError { try AtomicFile.write([3], to: path) })
    #expect(error.kind == .inputOutput)
    #expect(try folder.content(of: "a") == [1, 2])
  }

  #if os(Linux)
    @Test func aFullDiskIsAnError() throws {
      let descriptor = open("/dev/full", O_WRONLY)
      defer { close(descriptor) }
      let error = try #require(
        filesError {
          try [UInt8](repeating: 0, count: 10).withUnsafeBytes {
            try AtomicFile.writeAll($0, to: descriptor, of: "model")
          }
        })
      #expect(error.kind == .inputOutput)
      #expect(error.description.contains("free some space"))
    }
  #endif

  @Test func writersOfOneFileDoNotMix() throws {
    let folder = try FilesFolder()
    let path = folder.file("a")
    DispatchQueue.concurrentPerform(iterations: 8) { index in
      try? AtomicFile.write(Array(repeating: UInt8(index), count: 30_000), to: path)
    }
    let content = try folder.content(of: "a")
    #expect(content.count == 30_000 && Set(content).count == 1)
    #expect(try folder.names == ["a"])
  }
}
