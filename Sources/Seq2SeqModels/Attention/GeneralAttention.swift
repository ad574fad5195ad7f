import Seq2SeqTensors

/// score(h, s) = h^T W s (Luong et al. 2015, § 3.1, "general"); W s is worked out once for a source.
struct GeneralAttention: AttentionMechanism {
  private let keyWeight: Parameter

  init(_ model: ModelConfiguration, _ builder: inout ParameterBuilder) {
    keyWeight = builder.add(
      "decoder.attention.keyWeight", rows: model.decoderHiddenSize, columns: model.encoderWidth,
      .glorot(gates: 1))
  }

  func keys(_ tape: Tape, _ states: Tensor) -> Tensor { tape.linear(states, keyWeight) }

  func scores(
    _ tape: Tape, query: Tensor, keys: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor {
    tape.attentionScores(query: query, keys: keys, sentences: sentences, source: source)
  }
}
