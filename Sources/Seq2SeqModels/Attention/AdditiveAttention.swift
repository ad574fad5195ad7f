import Seq2SeqTensors

/// score(h, s) = v^T tanh(W_q h + W_k s + b) (Bahdanau et al. 2015, § 3.1 and appendix A.1.2), with H inner
/// units; W_k s + b is worked out once for a source.
///
/// The decoder state h is that of the present step, as in Luong et al. 2015, not of the step before.
struct AdditiveAttention: AttentionMechanism {
  let queryWeight: Parameter?
  private let keyWeight: Parameter
  private let bias: Parameter
  private let scoreWeight: Parameter

  init(_ model: ModelConfiguration, _ builder: inout ParameterBuilder) {
    let size = model.decoderHiddenSize
    queryWeight = builder.add(
      "decoder.attention.queryWeight", rows: size, columns: size, .glorot(gates: 1))
    keyWeight = builder.add(
      "decoder.attention.keyWeight", rows: size, columns: model.encoderWidth, .glorot(gates: 1))
    bias = builder.add("decoder.attention.bias", rows: 1, columns: size, role: .bias, .zeros)
    scoreWeight = builder.add(
      "decoder.attention.scoreWeight", rows: 1, columns: size, role: .bias, .glorot(gates: 1))
  }

  func keys(_ tape: Tape, _ states: Tensor) -> Tensor {
    tape.linear(states, keyWeight, bias: bias)
  }

  func scores(
    _ tape: Tape, query: Tensor, keys: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor {
    tape.additiveScores(
      query: query, keys: keys, scoreWeight, sentences: sentences, source: source)
  }
}
