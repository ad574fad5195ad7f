import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

@Suite struct SafeTensorsFileTests {
  /// Written by Python's safetensors 0.8.0.
  static let fromPython = """
    wAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJ0ZXh0IjoicXVvdGUgXCIgYmFjayBcXCDtlZzquIAg4oCoIFx1MDAwMSDw\
    n5iAIiwiZm9ybWF0IjoibnAifSwic3RlcCI6eyJkdHlwZSI6Ikk2NCIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpb\
    MCw4XX0sIm1lYW4iOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls4LDE2XX0sImVtcHR5\
    Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlswLDNdLCJkYXRhX29mZnNldHMiOlsxNiwxNl19LCJlbmNvZGVyLndlaWdo\
    dCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwzXSwiZGF0YV9vZmZzZXRzIjpbMTYsNDBdfSwiaWRzIjp7ImR0eXBl\
    IjoiSTMyIiwic2hhcGUiOlsyLDFdLCJkYXRhX29mZnNldHMiOls0MCw0OF19LCJ2b2NhYnVsYXJ5Ijp7ImR0eXBlIjoi\
    VTgiLCJzaGFwZSI6WzddLCJkYXRhX29mZnNldHMiOls0OCw1NV19fSAgBwAAAAAAAACamZmZmZm5PwAAwD8AAADAAABA\
    QAAAgEAAAKBAAADIwP////8CAAAA6rCA64KYCg==
    """

  private func file(header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(header.utf8.count)
    return withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array(header.utf8)
      + Array(repeating: 0, count: data)
  }

  private func error(_ bytes: [UInt8]) throws -> UserError? {
    let folder = try FilesFolder()
    let path = try folder.put(bytes, in: "hostile.safetensors")
    return filesError { _ = try SafeTensorsFile(path: path) }
  }

  @Test func readsWhatPythonWrote() throws {
    let folder = try FilesFolder()
    let bytes = [UInt8](try #require(Data(base64Encoded: Self.fromPython)))
    let file = try SafeTensorsFile(path: try folder.put(bytes, in: "python.safetensors"))
    #expect(file.names == ["empty", "encoder.weight", "ids", "mean", "step", "vocabulary"])
    #expect(file.metadata["text"] == "quote \" back \\ 한글 \u{2028} \u{1} 😀")
    #expect(file.shape(of: "encoder.weight") == [2, 3])
    #expect(file.shape(of: "step") == [])
    #expect(file.shape(of: "empty") == [0, 3])
    #expect(file.shape(of: "nothing") == nil)
    #expect(try file.withFloats("encoder.weight") { Array($0) } == [1.5, -2, 3, 4, 5, -6.25])
    #expect(try file.withFloats("empty") { $0.count } == 0)
    #expect(try file.bytes("vocabulary") == Array("가나\n".utf8))
    #expect(try file.withBytes("step") { $0.loadUnaligned(as: Int64.self) } == 7)
    #expect(try file.withBytes("mean") { $0.loadUnaligned(as: Double.self) } == 0.1)
    #expect(file.type(of: "ids") == .int32)
    #expect(try Array(file.floats("encoder.weight")) == [1.5, -2, 3, 4, 5, -6.25])
    #expect(try file.floats("empty").isEmpty)
    #expect(!file.hasDigest)
    #expect(filesError { try file.verifyDigest(threads: 2) }?.kind == .badData)
  }

  @Test func refusesTheWrongTensor() throws {
    let folder = try FilesFolder()
    let bytes = [UInt8](try #require(Data(base64Encoded: Self.fromPython)))
    let file = try SafeTensorsFile(path: try folder.put(bytes, in: "python.safetensors"))
    #expect(filesError { _ = try file.withFloats("mean") { $0.count } }?.kind == .badData)
    #expect(filesError { _ = try file.bytes("step") }?.kind == .badData)
    let missing = try #require(filesError { _ = try file.bytes("a\nb") })
    #expect(missing.kind == .badData && !missing.description.contains("\n"))
  }

  @Test(arguments: 0..<4) func readsFloatsAtAnyAddress(shift: Int) throws {
    let folder = try FilesFolder()
    let header = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let padding = String(repeating: " ", count: 8 - header.utf8.count % 8 + shift)
    let bytes = file(header: header + padding) + [0, 0, 0x80, 0x3F]
    let opened = try SafeTensorsFile(path: try folder.put(bytes, in: "a"))
    #expect(try opened.withFloats("a") { Array($0) } == [1])
  }

  @Test func missingFilesAndFolders() throws {
    let folder = try FilesFolder()
    for name in ["none", "none/none"] {
      let error = filesError { _ = try SafeTensorsFile(path: folder.file(name)) }
      #expect(error?.kind == .missingInput)
      #expect(error?.file == folder.file(name))
    }
    let error = filesError { _ = try SafeTensorsFile(path: folder.path) }
    #expect(error?.kind == .badData)
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(filesError { _ = try SafeTensorsFile(path: pipe) }?.kind == .badData)
  }

  @Test(arguments: [
    0, 1, 2, 100_000_001, 1 << 31, 1 << 32, 1 << 62, 1 << 63, UInt64.max, UInt64.max - 7,
  ])
  func refusesAnyWrongLength(length: UInt64) throws {
    #expect(try error(file(header: #"{"a":1}"#, length: length))?.kind == .badData)
  }

  @Test func acceptsTheSmallest() throws {
    #expect(try error(file(header: "{}")) == nil)
    #expect(try error(file(header: #"{"__metadata__":{}}   "#)) == nil)
    #expect(try error([])?.kind == .badData)
    #expect(try error([2, 0, 0])?.kind == .badData)
  }

  /// Headers for four bytes of data that are all wrong in one way.
  static let hostile: [String] =
    [
      "", " {}", "{", "}", "{}}", "{}x", "[]", "null", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":{}}"#,
      #"{"a":1}"#, #"{"a":"b"}"#, #"{"a":[[[[[[[["#, #"{"__metadata__":{"a":1}}"#,
      #"{"__metadata__":{"a":{"b":"c"}}}"#, #"{"__metadata__":{"a":"b","a":"c"}}"#,
      #"{"__metadata__":{},"__metadata__":{}}"#, #"{"\x":1}"#, #"{"\u12":1}"#, #"{"\ud800":1}"#,
      #"{"\ud800\u0041":1}"#, #"{"\udc00":1}"#, #"{"\ud83d\ud83d":1}"#, #"{"a\"#, #"{"a\u00"#,
      "{\"a\n\":1}", "{}\0",
    ]
    + [
      "", #""dtype":"F32""#, #""shape":[1],"data_offsets":[0,4]"#,
      #""dtype":"F32","data_offsets":[0,4]"#, #""dtype":"F32","shape":[1]"#,
      #""dtype":"F31","shape":[1],"data_offsets":[0,4]"#,
      #""dtype":"f32","shape":[1],"data_offsets":[0,4]"#,
      #""dtype":4,"shape":[1],"data_offsets":[0,4]"#,
      #""dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[0,4],"x":[]"#,
      #""dtype":"F32","shape":1,"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[1,],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[1.0],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[1e0],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[01],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[true],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[2],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[0],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]"#,
      #""dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[99999999999999999999999],"data_offsets":[0,4]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[0]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[0,4,4]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[4,0]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[-4,0]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[1,5]"#,
      #""dtype":"F32","shape":[1],"data_offsets":[4,8]"#,
      #""dtype":"F32","shape":[2],"data_offsets":[0,8]"#,
      #""dtype":"U8","shape":[3],"data_offsets":[0,3]"#,
      #""dtype":"U8","shape":[3],"data_offsets":[1,4]"#,
      #""dtype":"U8","shape":[4],"data_offsets":[9223372036854775803,9223372036854775807]"#,
      #""dtype":"U8","shape":[4],"data_offsets":[0,18446744073709551620]"#,
    ].map { #"{"a":{\#($0)}}"# }
    + [("0,3", "2,4"), ("0,4", "0,4"), ("0,1", "3,4"), ("0,2", "2,3"), ("0,2", "2,5")].map {
      first, second in
      let tensors = zip(["a", "b"], [first, second]).map { name, offsets in
        let ends = offsets.split(separator: ",").compactMap { Int($0) }
        let shape = "[\(ends[1] - ends[0])]"
        return #""\#(name)":{"dtype":"U8","shape":\#(shape),"data_offsets":[\#(offsets)]}"#
      }
      return "{" + tensors.joined(separator: ",") + "}"
    } + [
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
        + #""a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#
    ]

  @Test(arguments: hostile) func refusesHostileHeaders(header: String) throws {
    let error = try #require(try error(file(header: header, data: 4)))
    #expect(error.kind == .badData)
    #expect(error.file?.hasSuffix("hostile.safetensors") == true)
    #expect(!error.description.contains { $0.isNewline || $0 == "\0" })
  }

  @Test func refusesInvalidUTF8() throws {
    var bytes = file(header: #"{"__metadata__":{"a":"_"}}"#)
    let place = try #require(bytes.firstIndex(of: UInt8(ascii: "_")))
    bytes[bytes.lastIndex(of: UInt8(ascii: "_")) ?? place] = 0xFF
    #expect(try error(bytes)?.kind == .badData)
  }

  @Test func survivesNamesMadeToBreakMessages() throws {
    let name = String(repeating: #"\n\u2028\u202e\u0000"#, count: 100)
    let error = try #require(try error(file(header: #"{"\#(name)":{"dtype":"X"}}"#)))
    #expect(!error.description.contains { $0.isNewline || $0 == "\0" })
    #expect(error.description.count < 300)
  }
}
