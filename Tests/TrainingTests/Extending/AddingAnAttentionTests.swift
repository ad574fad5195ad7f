import Testing

@testable import Seq2SeqModels
@testable import Seq2SeqTensors

// What stands between the markers below stands in Documentation/AddingAnAttention.md too, line for line.

// AddingAnAttention.md: attention
/// score(h, s) = (W_q h)^T (W_k s) / sqrt(H) (Vaswani et al. 2017, § 3.2.1, with one head); W_k s / sqrt(H) is
/// worked out once for a source.
struct ScaledDotAttention: AttentionMechanism {
  let queryWeight: Parameter?
  private let keyWeight: Parameter

  init(_ model: ModelConfiguration, _ builder: inout ParameterBuilder) {
    let size = model.decoderHiddenSize
    queryWeight = builder.add(
      "decoder.attention.queryWeight", rows: size, columns: size, .glorot(gates: 1))
    keyWeight = builder.add(
      "decoder.attention.keyWeight", rows: size, columns: model.encoderWidth, .glorot(gates: 1))
  }

  func keys(_ tape: Tape, _ states: Tensor) -> Tensor {
    let keys = tape.linear(states, keyWeight)
    let factors = tape.tensor(rows: keys.rows, columns: keys.columns)
    let factor = 1 / Float(keys.columns).squareRoot()
    factors.fill(from: [Float](repeating: factor, count: factors.count))
    let scaled = tape.tensor(rows: keys.rows, columns: keys.columns)
    tape.multiply(keys, factors, into: scaled)
    return scaled
  }

  func scores(
    _ tape: Tape, query: Tensor, keys: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor {
    tape.attentionScores(query: query, keys: keys, sentences: sentences, source: source)
  }
}
// AddingAnAttention.md: end

// AddingAnAttention.md: try
/// The gradients of a whole model with the attention.
func checkScaledDotAttention(by worker: Worker) throws -> [GradientCheck.Result] {
  var check = ModelGradientCheck()
  check.parts.attention = { model, builder in ScaledDotAttention(model, &builder) }
  return try check.run(by: worker)
}
// AddingAnAttention.md: end

/// The worked example works.
@Suite struct AddingAnAttentionTests {
  @Test func gradients() throws {
    var results: [GradientCheck.Result] = []
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      results = try checkScaledDotAttention(by: worker)
    }
    #expect(results.contains { $0.name == "decoder.attention.queryWeight" })
    for result in results { #expect(result.passes, "\(result)") }
  }

  @Test func learns() throws {
    var parts = ModelParts()
    parts.attention = { model, builder in ScaledDotAttention(model, &builder) }
    let losses = try PartsTrial.losses(parts)
    #expect(losses.last < losses.first / 4, "\(losses)")
  }

  @Test func theDocumentIsTheSource() throws {
    try expectExamples(
      of: "Documentation/AddingAnAttention.md", in: #filePath, names: ["attention", "try"])
  }
}
