import Foundation
import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

/// Whole models from PyTorch's own modules.
@Suite struct PyTorchImportTests {
  @Test(arguments: ImportFixture.names) func logProbabilities(_ name: String) throws {
    let fixture = try ImportFixture(name)
    expectClose(
      try fixture.logProbabilities(fixture.model()),
      try fixture.expected.floats("logProbability"), "log-probability")
  }

  /// The model survives its own file.
  @Test func writtenAndRead() throws {
    let (fixture, folder) = (try ImportFixture("import-gru"), try FilesFolder())
    let model = try fixture.model()
    try model.write(to: folder.file("m.safetensors"))
    let read = try Seq2SeqModel(path: folder.file("m.safetensors"))
    #expect(read.targetVocabulary == model.targetVocabulary)
    #expect(try fixture.logProbabilities(read) == fixture.logProbabilities(model))
  }

  /// Float64, bfloat16 and float16 are converted, here from numbers that all of them hold.
  @Test(arguments: [TensorType.float64, .bfloat16, .float16])
  func otherPrecisions(_ type: TensorType) throws {
    let (fixture, folder) = (try ImportFixture("import-rnn"), try FilesFolder())
    let halves = try fixture.tensors().mapValues { tensor in
      (tensor.shape, tensor.values.map { ($0 * 64).rounded() / 64 })
    }
    try StateDictionaryFile.write(halves, .float32, to: folder.file("float32"))
    try StateDictionaryFile.write(halves, type, to: folder.file("other"))
    let model = try fixture.model(weights: folder.file("other"))
    let same = try fixture.model(weights: folder.file("float32"))
    #expect(try fixture.logProbabilities(model) == fixture.logProbabilities(same))
  }

  @Test func halfPrecision() {
    for (bits, value) in [
      (0x0000, 0), (0x3C00, 1), (0xC000, -2), (0x7BFF, 65_504), (0x0001, 0x1p-24),
      (0x03FF, 0x1.FF8p-15), (0x0400, 0x1p-14), (0xFC00, -.infinity), (0x3555, 0x1.554p-2),
    ] as [(UInt16, Float)] {
      #expect(StateDictionary.half(bits) == value)
    }
    #expect(StateDictionary.half(0x7E01).isNaN)
  }

  /// What a user is told, word for word.
  @Test func mistakesAreNamed() throws {
    typealias Tensors = [String: (shape: [Int], values: [Float])]
    let cases: [(String, (inout Tensors) -> Void)] = [
      (
        "lacks encoder.rnn.weight_hh_l0_reverse",
        { $0["encoder.rnn.weight_hh_l0_reverse"] = nil }
      ),
      (
        "lacks decoder.attention.key.weight, and has no place for attention.W",
        { $0["attention.W"] = $0.removeValue(forKey: "decoder.attention.key.weight") }
      ),
      (
        "has no place for decoder.combine.bias, decoder.rnn.weight_hr_l0",
        {
          $0["decoder.combine.bias"] = ([5], [0, 0, 0, 0, 0])
          $0["decoder.rnn.weight_hr_l0"] = ([1], [0])
        }
      ),
      (
        "decoder.rnn.weight_ih_l0 is [15, 7], not [15, 8]",
        { $0["decoder.rnn.weight_ih_l0"] = ([15, 7], [Float](repeating: 0, count: 105)) }
      ),
      (
        "encoder.embedding.weight is [33], not [11, 3]",
        { $0["encoder.embedding.weight"]?.shape = [33] }
      ),
      (
        "bridge.hidden.0.bias holds a number that is not finite in float32",
        { $0["bridge.hidden.0.bias"]?.values[3] = .nan }
      ),
    ]
    let (fixture, folder) = (try ImportFixture("import-gru"), try FilesFolder())
    for (problem, change) in cases {
      var tensors = try fixture.tensors()
      change(&tensors)
      let path = folder.file("weights")
      try StateDictionaryFile.write(tensors, .float32, to: path)
      let error = #expect(throws: UserError.self) { _ = try fixture.model(weights: path) }
      #expect(error?.problem == problem)
      #expect(error?.file == path && error?.kind == .badData)
    }
  }

  /// Only the first eight of many names are shown, on one line.
  @Test func manyMistakesAreOneLine() throws {
    let (fixture, folder) = (try ImportFixture("import-gru"), try FilesFolder())
    try StateDictionaryFile.write(
      ["a\nb": ([1], [0])], .float32, to: folder.file("weights"))
    let error = #expect(throws: UserError.self) {
      _ = try fixture.model(weights: folder.file("weights"))
    }
    let text = try #require(error).description
    #expect(text.contains(" more, and has no place for a\u{FFFD}b"))
    #expect(!text.contains("\n"))
  }

  @Test func wholeNumbersAreNoWeights() throws {
    let (fixture, folder) = (try ImportFixture("import-gru"), try FilesFolder())
    try StateDictionaryFile.write(try fixture.tensors(), .int32, to: folder.file("weights"))
    let error = #expect(throws: UserError.self) {
      _ = try fixture.model(weights: folder.file("weights"))
    }
    #expect(error?.problem.contains("is of type I32, not F32, F64, BF16 or F16") == true)
  }

  /// Layers that were made with `bias=False`.
  @Test func biasesMayBeMissing() throws {
    let (fixture, folder) = (try ImportFixture("import-gru"), try FilesFolder())
    let path = folder.file("weights")
    var tensors = try fixture.tensors()
    for (name, tensor) in tensors where name.contains("bias") {
      let zeros = [Float](repeating: 0, count: tensor.values.count)
      tensors[name] = (tensor.shape, zeros)
    }
    try StateDictionaryFile.write(tensors, .float32, to: path)
    let zeros = try fixture.logProbabilities(fixture.model(weights: path))
    try StateDictionaryFile.write(
      tensors.filter { !$0.key.contains("bias") }, .float32, to: path)
    #expect(try fixture.logProbabilities(fixture.model(weights: path)) == zeros)
  }

  /// Tied matrices may be there once, or several times and the same.
  @Test func tiedEmbeddings() throws {
    let (fixture, folder) = (try ImportFixture("import-gru"), try FilesFolder())
    let path = folder.file("weights")
    var tensors = try fixture.tensors()
    let matrix: (shape: [Int], values: [Float]) = (
      [10, 5], (0..<50).map { Float($0 % 7) / 7 - 0.4 }
    )
    func resize(_ name: String, rows: Int, columns: Int) {
      tensors[name] = ([rows, columns], (0..<rows * columns).map { Float($0 % 11) / 11 - 0.5 })
    }
    resize("encoder.embedding.weight", rows: 11, columns: 5)
    resize("encoder.rnn.weight_ih_l0", rows: 12, columns: 5)
    resize("encoder.rnn.weight_ih_l0_reverse", rows: 12, columns: 5)
    resize("decoder.rnn.weight_ih_l0", rows: 15, columns: 10)
    tensors["decoder.embedding.weight"] = matrix
    tensors["decoder.projection.weight"] = matrix
    func model(_ tie: TieEmbeddings) throws -> Seq2SeqModel {
      try StateDictionaryFile.write(tensors, .float32, to: path)
      return try fixture.model(weights: path) {
        $0.model.embeddingSize = 5
        $0.model.tieEmbeddings = tie
      }
    }
    let untied = try fixture.logProbabilities(model(.false))
    expectClose(try fixture.logProbabilities(model(.target)), untied, "both")
    tensors["decoder.projection.weight"] = nil
    expectClose(try fixture.logProbabilities(model(.target)), untied, "the embedding alone")
    tensors["decoder.projection.weight"] = matrix
    tensors["decoder.projection.weight"]?.values[7] += 1
    let error = #expect(throws: UserError.self) { _ = try model(.target) }
    #expect(
      error?.problem == "decoder.embedding.weight and decoder.projection.weight differ, though "
        + "model.tie_embeddings ties them")
  }

  @Test func otherFilesAreRecognised() throws {
    let (fixture, folder) = (try ImportFixture("import-gru"), try FilesFolder())
    func problem(_ bytes: [UInt8]) throws -> String? {
      try Data(bytes).write(to: URL(filePath: folder.file("weights")))
      return #expect(throws: UserError.self) {
        _ = try fixture.model(weights: folder.file("weights"))
      }?.problem
    }
    let pickled = "is what torch.save wrote, not a safetensors file"
    #expect(try problem(Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 7, count: 99)) == pickled)
    #expect(try problem([0x80, 2] + [UInt8](repeating: 7, count: 99)) == pickled)
    #expect(try problem([])?.hasPrefix("not a whole safetensors file") == true)
    try fixture.model().write(to: folder.file("weights"))
    let error = #expect(throws: UserError.self) {
      _ = try fixture.model(weights: folder.file("weights"))
    }
    #expect(error?.problem == "is a model of swift-seq2seq already")
  }

  /// PyTorch's layers have no gains; what needs no weights may be asked for.
  @Test func partsWithoutCounterpart() throws {
    let fixture = try ImportFixture("import-gru-cells")
    let error = #expect(throws: UserError.self) {
      _ = try fixture.model { $0.model.layerNormalization = true }
    }
    #expect(
      error?.problem == "encoder.layer0.forward.inputGain has no counterpart in PyTorch's layers")
    #expect(error?.kind == .usage)
    _ = try fixture.model {
      $0.model.residual = true
      $0.model.recurrentDropout = 0.2
    }
  }

  /// Nothing is allocated for a configuration of sizes that the file does not have.
  @Test func wildSizes() throws {
    let fixture = try ImportFixture("import-gru")
    let error = #expect(throws: UserError.self) {
      _ = try fixture.model {
        $0.model.encoder.hiddenSize = 65_536
        $0.model.decoder.hiddenSize = 65_536
      }
    }
    #expect(error?.problem.contains("is [12, 3], not [196608, 3]") == true)
  }
}
