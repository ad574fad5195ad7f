import Foundation
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

/// Models with 8-bit weights or products.
@Suite struct QuantizedModelTests {
  enum Kind: String, CaseIterable {
    case lastState, general, dot, additive, gru, plain, deep, copying, tied

    func model() throws -> Seq2SeqModel {
      let attention: AttentionKind =
        switch self {
        case .lastState: .none
        case .dot: .dot
        case .additive: .additive
        default: .general
        }
      return try RandomModel.make(attention: attention) { configuration in
        configuration.model.embeddingSize = 19
        configuration.model.hiddenSize = self == .dot ? 14 : 21
        configuration.model.layerNormalization = self == .deep
        configuration.model.encoder.layers = self == .deep ? 2 : 1
        configuration.model.decoder.layers = self == .deep ? 2 : 1
        configuration.model.cell = self == .gru ? .gru : self == .plain ? .rnn : .lstm
        configuration.model.copying = self == .copying
        guard self == .tied else { return }
        configuration.data.sharedVocabulary = true
        configuration.model.tieEmbeddings = .all
        configuration.model.embeddingSize = 21
      }
    }
  }

  static let lines: [String] = {
    var state: UInt64 = 7
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let letters = RandomModel.letters + ["x", " "]
    return (0..<70).map { index in
      (0..<(index * 5 % 13)).map { _ in letters[next(letters.count)] }.joined()
    }
  }()
  private static let targets = lines.map { String($0.reversed().prefix(7)) }
  private static let pairs = RawPairs(
    sources: lines, targets: targets, report: CorpusReport(name: "made up"))

  /// Alone, among others, in any order and at any number of threads: the same, to the bit.
  private func expectNoCompanyMatters(_ translator: (_ threads: Int) throws -> Translator) throws {
    let whole = try translator(1)
    let expected = try whole.translate(Self.lines)
    let scores = try whole.score(sources: Self.lines, targets: Self.targets)
    #expect(Set(expected.map(\.text)).count > 10)
    for threads in [1, 3] {
      let translator = try translator(threads)
      let some = Self.lines.indices.shuffled().prefix(Int.random(in: 1...60))
      #expect(
        try translator.translate(some.map { Self.lines[$0] }) == some.map { expected[$0] })
      #expect(
        try translator.score(
          sources: some.map { Self.lines[$0] }, targets: some.map { Self.targets[$0] })
          == some.map { scores[$0] })
      for index in [0, 4, 33, 69] {
        #expect(try translator.translate([Self.lines[index]]) == [expected[index]])
      }
    }
  }

  @Test(arguments: Kind.allCases) func translationsDoNotDependOnCompany(_ kind: Kind) throws {
    let model = try kind.model()
    try expectNoCompanyMatters {
      try Translator(model: model, precision: .int8, threads: $0)
    }
    let quantized = try model.quantized(calibratingOn: Self.pairs)
    #expect(quantized.precision == .int8 && model.precision == .float32)
    try expectNoCompanyMatters { try Translator(model: quantized, threads: $0) }
  }

  @Test func norInBfloat16() throws {
    let model = try Kind.deep.model()
    try expectNoCompanyMatters {
      try Translator(model: model, precision: .bfloat16, threads: $0)
    }
  }

  /// What other processors do gives what this one does.
  @Test(.enabled(if: NumberFormat.int8.isSupported), arguments: Kind.allCases)
  func theSameOnOtherProcessors(_ kind: Kind) throws {
    let model = try kind.model().quantized()
    let results = try [NumberFormat.int8, .int8InFloat32].map { format in
      let pool = WorkerPool(threads: 2)
      let packed = try PackedWeights(model.parameters, training: false, format: format)
      try packed.update(on: pool)
      return try Translator(model: model, options: nil, packed: packed, pool: pool)
        .translate(Self.lines)
    }
    #expect(results[0] == results[1])
  }

  /// The log-probability of given targets moves by less than a tenth of a nat a token, and does move.
  @Test(arguments: Kind.allCases) func scoresStayNear(_ kind: Kind) throws {
    let model = try kind.model()
    var options = model.configuration.decoding.searchOptions
    options.temperature = 1
    func scores(_ model: Seq2SeqModel, _ precision: InferencePrecision?) throws -> [ScoredPair] {
      try Translator(model: model, options: options, precision: precision, threads: 1)
        .score(sources: Self.lines, targets: Self.targets)
    }
    let exact = try scores(model, nil)
    let quantized = try model.quantized(calibratingOn: Self.pairs)
    for (name, near) in [
      ("products", try scores(model, .int8)), ("weights", try scores(quantized, .float32)),
      ("both", try scores(quantized, nil)),
    ] {
      let changes = zip(exact, near).map {
        abs($0.logProbability - $1.logProbability) / Double($0.tokens)
      }
      let largest = changes.max() ?? 0
      #expect(largest < 0.1 && largest > 0, "\(name): \(largest)")
    }
  }

  @Test func whatIsQuantizedIsNotQuantizedAgain() throws {
    let model = try Kind.general.model().quantized()
    #expect(throws: UserError.self) { try model.quantized() }
    #expect(throws: UserError.self) { try model.quantized(calibratingOn: Self.pairs) }
  }

  /// Samples make a difference, and no pairs at all make none.
  @Test func calibration() throws {
    let model = try Kind.general.model()
    // A few large weights in each row, as training leaves them: of uniform ones nothing is worth cutting.
    model.parameters.values.withFloats(0..<model.parameters.values.count) { weights in
      for index in weights.indices { weights[index] *= 10 * weights[index] * weights[index] }
    }
    func scales(_ model: Seq2SeqModel) -> [Float] {
      model.parameters.parameters.flatMap { parameter in
        model.parameters.quantized(parameter).map { Array($0.scales) } ?? []
      }
    }
    let plain = scales(try model.quantized())
    let none = RawPairs(sources: [], targets: [], report: CorpusReport(name: "none"))
    #expect(scales(try model.quantized(calibratingOn: none)) == plain)
    let calibrated = scales(try model.quantized(calibratingOn: Self.pairs))
    #expect(calibrated.count == plain.count && calibrated != plain)
    #expect(scales(try model.quantized(calibratingOn: Self.pairs)) == calibrated)
  }

  @Test func ensemblesMayMixPrecisions() throws {
    let model = try Kind.general.model()
    let quantized = try model.quantized()
    let translator = try Translator(model: model, others: [quantized], threads: 2)
    let expected = try translator.translate(Self.lines)
    #expect(try translator.translate([Self.lines[17]]) == [expected[17]])
  }
}
