import Seq2SeqTensors
import Testing

@testable import Seq2SeqModels

/// Each attention against PyTorch, from states to scores: values and gradients of the same inputs.
@Suite struct AttentionParityTests {
  @Test(arguments: AttentionKind.allCases.filter { $0 != .none })
  func scores(_ kind: AttentionKind) throws {
    let rig = try OperationParityRig("scores-\(kind.rawValue)") { builder, fixture in
      var model = ModelConfiguration()
      model.encoder.bidirectional = false
      model.encoder.hiddenSize = try fixture.shape("states")[2]
      model.decoder.hiddenSize = try fixture.shape("query")[1]
      return try #require(kind.makeAttention(model, &builder))
    }
    let (fixture, mechanism) = (rig.fixture, rig.parts)
    let shape = try fixture.shape("states")
    let source = SourceLayout(
      time: shape[0], batch: shape[1], lengths: try fixture.integers("lengths"))
    try rig.run { tape in
      let decoderStates = try rig.tensor(tape, "query")
      let states = try rig.tensor(tape, "states")
      let query = mechanism.queryWeight.map { tape.linear(decoderStates, $0) } ?? decoderStates
      let scores = mechanism.scores(
        tape, query: query, keys: mechanism.keys(tape, states),
        sentences: [Int32](0..<Int32(shape[1])), source: source)
      expectClose(scores.array, try fixture.floats("output.scores"), "scores")
      scores.fillGradient(from: try fixture.floats("upstream.scores"))
      tape.backward()
      expectClose(decoderStates.gradientArray, try fixture.floats("gradient.query"), "query")
      expectClose(states.gradientArray, try fixture.floats("gradient.states"), "states")
    }
  }
}
