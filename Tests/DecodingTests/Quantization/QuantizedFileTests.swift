import Foundation
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

/// The file of a model with 8-bit weights.
@Suite struct QuantizedFileTests {
  private static let lines = QuantizedModelTests.lines

  private func withFolder(_ body: (_ path: (String) -> String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "seq2seq-quantized-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body { folder.appending(path: $0).path }
  }

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(filePath: path))
  }

  @Test(arguments: QuantizedModelTests.Kind.allCases)
  func comesBackAsItWas(_ kind: QuantizedModelTests.Kind) throws {
    try withFolder { path in
      let model = try kind.model().quantized()
      try model.write(to: path("one"))
      let opened = try Seq2SeqModel(path: path("one"))
      #expect(opened.precision == .int8)
      #expect(opened.parameters.count == model.parameters.count)
      let expected = try Translator(model: model, threads: 1).translate(Self.lines)
      #expect(try Translator(model: opened, threads: 1).translate(Self.lines) == expected)
      for precision in InferencePrecision.allCases {
        let translator = try Translator(model: opened, precision: precision, threads: 2)
        #expect(try translator.translate(Self.lines).count == Self.lines.count)
      }
      try opened.write(to: path("two"))
      #expect(try bytes(path("one")) == bytes(path("two")))
    }
  }

  @Test func aboutAQuarterOfTheSize() throws {
    try withFolder { path in
      let model = try RandomModel.make {
        $0.model.hiddenSize = 128
        $0.model.embeddingSize = 64
      }
      try model.write(to: path("float32"))
      try model.quantized().write(to: path("int8"))
      let sizes = try ["float32", "int8"].map { try bytes(path($0)).count }
      #expect(sizes[1] * 100 < sizes[0] * 30, "\(sizes)")
    }
  }

  /// Any byte that changes is noticed, and so is an end that is missing.
  @Test func damageIsRefused() throws {
    try withFolder { path in
      try QuantizedModelTests.Kind.general.model().quantized().write(to: path("whole"))
      let whole = try bytes(path("whole"))
      for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 150)) {
        var damaged = whole
        damaged[place] ^= 0x10
        try damaged.write(to: URL(filePath: path("damaged")))
        #expect(throws: UserError.self, "byte \(place)") { try Seq2SeqModel(path: path("damaged")) }
      }
      for count in [0, 7, whole.count / 2, whole.count - 1] {
        try whole.prefix(count).write(to: URL(filePath: path("damaged")))
        #expect(throws: UserError.self) { try Seq2SeqModel(path: path("damaged")) }
      }
    }
  }

  /// What a file says of one tensor in place of what was written.
  enum Forgery: CaseIterable {
    case noScales, tooFewScales, scalesInTwoDimensions, tooFewWeights, integerBias
    case scalesThatAreNoNumbers, outermostIntegers

    var isRefused: Bool { self != .scalesThatAreNoNumbers && self != .outermostIntegers }
  }

  /// Files that are whole and yet not what they should be end in an error, or in some translation.
  @Test(arguments: Forgery.allCases) func forgeries(_ forgery: Forgery) throws {
    try withFolder { path in
      try QuantizedModelTests.Kind.general.model().quantized().write(to: path("whole"))
      try forge(forgery, from: path("whole"), to: path("forged"))
      guard !forgery.isRefused else {
        let error = try #require(throws: UserError.self) { try Seq2SeqModel(path: path("forged")) }
        #expect(error.kind == .badData && error.description.contains("forged"))
        return
      }
      let model = try Seq2SeqModel(path: path("forged"))
      for precision in InferencePrecision.allCases {
        let translator = try Translator(model: model, precision: precision, threads: 1)
        do {
          #expect(try translator.translate(Self.lines).count == Self.lines.count)
        } catch let error as SearchError {
          guard case .notALogProbability = error else { throw error }
        }
      }
    }
  }

  private func forge(_ forgery: Forgery, from whole: String, to forged: String) throws {
    let file = try SafeTensorsFile(path: whole)
    let victim = "decoder.projection.weight"
    var writer = SafeTensorsWriter(metadata: file.metadata)
    // The writer borrows integers until it has written.
    var borrowed: [UnsafeMutableBufferPointer<Int8>] = []
    defer { borrowed.forEach { $0.deallocate() } }
    func add(_ name: String, shape: [Int], integers: [Int8]) {
      let copy = UnsafeMutableBufferPointer<Int8>.allocate(capacity: integers.count)
      _ = copy.initialize(from: integers)
      borrowed.append(copy)
      writer.add(name, shape: shape, integers: UnsafeBufferPointer(copy))
    }
    for name in file.names {
      let shape = try #require(file.shape(of: name))
      switch (file.type(of: name), name, forgery) {
      case (_, victim + ".scale", .noScales): break
      case (_, victim + ".scale", .tooFewScales):
        writer.add(name, shape: [shape[0] - 1], floats: [Float](repeating: 1, count: shape[0] - 1))
      case (_, victim + ".scale", .scalesInTwoDimensions):
        writer.add(name, shape: [shape[0], 1], floats: [Float](repeating: 1, count: shape[0]))
      case (_, victim + ".scale", .scalesThatAreNoNumbers):
        let hostile: [Float] = [.nan, .infinity, -1, 3e38, -.infinity, 0, 0x1p-148]
        writer.add(name, shape: shape, floats: (0..<shape[0]).map { hostile[$0 % hostile.count] })
      case (.int8, victim, .tooFewWeights):
        add(
          name, shape: [shape[0] - 1, shape[1]],
          integers: Array(try file.integers(name).dropLast(shape[1])))
      case (.int8, _, .outermostIntegers):
        add(
          name, shape: shape, integers: (0..<shape[0] * shape[1]).map { $0 % 3 == 0 ? 127 : -128 })
      case (_, "decoder.projection.bias", .integerBias):
        add(name, shape: shape, integers: [Int8](repeating: 1, count: shape[0] * shape[1]))
        writer.add(name + ".scale", shape: [1], floats: [1])
      case (.int8, _, _): add(name, shape: shape, integers: Array(try file.integers(name)))
      case (.uint8, _, _): writer.add(name, bytes: try file.bytes(name))
      default: writer.add(name, shape: shape, floats: try file.withFloats(name) { Array($0) })
      }
    }
    try writer.write(to: forged, threads: 1)
  }
}
