import Seq2Seq

/// What there was before encoder-decoders: a source becomes one vector of a fixed size, a hidden layer
/// reads it, and for each of a fixed number of places one classifier says which letter stands there, or
/// that the output is over.
///
///     f = features(source)        h = tanh(W f + b)        p(y_i) = softmax(U_i h + u_i),  i < places
///
/// The places know nothing of each other. It is made of the toolkit's own operations, so that nothing but
/// the architecture differs.
struct PositionClassifier {
  let features: FixedFeatures
  let places: Int
  let vocabulary: Vocabulary
  let store: ParameterStore
  private let embedding: Parameter
  private let hidden: (weight: Parameter, bias: Parameter)
  private let outputs: [(weight: Parameter, bias: Parameter)]

  init(
    _ features: FixedFeatures, places: Int, embeddingSize: Int, hiddenSize: Int,
    vocabulary: Vocabulary, seed: UInt64
  ) {
    self.features = features
    self.places = places
    self.vocabulary = vocabulary
    var builder = ParameterBuilder()
    let inputs = features == .mean ? embeddingSize : embeddingSize * places
    embedding = builder.add(
      "embedding", rows: vocabulary.count, columns: embeddingSize, role: .table, .uniform(0.1))
    hidden = (
      builder.add("hidden.weight", rows: hiddenSize, columns: inputs, .glorot(gates: 1)),
      builder.add("hidden.bias", rows: 1, columns: hiddenSize, role: .bias, .zeros)
    )
    outputs = (0..<places).map { place in
      (
        builder.add(
          "place\(place).weight", rows: vocabulary.count, columns: hiddenSize, .glorot(gates: 1)),
        builder.add(
          "place\(place).bias", rows: 1, columns: vocabulary.count, role: .bias, .zeros)
      )
    }
    store = builder.store()
    store.initialize(seed: seed)
  }

  /// The loss of all places, the mean of which is differentiated while the tape records.
  func loss(_ tape: Tape, sources: [ArraySlice<Int32>], targets: [ArraySlice<Int32>]) -> LossSums {
    let state = state(tape, sources)
    let real = tape.gather(state, rows: sources.indices.map { Int32(truncatingIfNeeded: $0) })
    var sums = LossSums()
    let scale = 1 / Float(max(1, sources.count * places))
    for (place, output) in outputs.enumerated() {
      sums += tape.projectionLoss(
        real, output.weight, bias: output.bias, targets: targets.map { letter($0, at: place) },
        smoothing: 0, scale: scale, unknown: Vocabulary.unknown)
    }
    return sums
  }

  /// The most probable letter of each place, up to the first that says that the output is over.
  func answers(_ tape: Tape, _ sources: [ArraySlice<Int32>]) -> [[Int32]] {
    let state = state(tape, sources)
    let choices = outputs.map { output in
      let logits = tape.tensor(rows: state.rows, columns: vocabulary.count)
      tape.project(state, output.weight, output.bias, into: logits)
      return tape.topCandidates(
        logits, count: 1, excluded: [Vocabulary.padding, Vocabulary.start],
        asked: [Int32](repeating: Vocabulary.end, count: logits.rows)
      ).tokens
    }
    return sources.indices.map { row in
      Array(choices.map { $0[row] }.prefix { $0 != Vocabulary.end })
    }
  }

  /// What a place should say: its letter, or after the last one that the output is over.
  private func letter(_ target: ArraySlice<Int32>, at place: Int) -> Int32 {
    place < target.count ? target[target.startIndex + place] : Vocabulary.end
  }

  /// The hidden layer [B, hidden] of sources side by side.
  private func state(_ tape: Tape, _ sources: [ArraySlice<Int32>]) -> Tensor {
    let batch: SourceBatch
    let vector: Tensor
    switch features {
    case .mean:
      batch = SourceBatch(sources)
      vector = mean(tape, tape.embedding(batch.tokens, embedding), batch.layout)
    case .window:
      batch = SourceBatch(sources.map { $0.prefix(places) + padding(after: $0.count) })
      let embedded = tape.embedding(batch.tokens, embedding)
      vector = tape.concatenate(
        (0..<places).map { embedded.step($0, batch: batch.layout.batch) })
    }
    return tape.tanh(tape.linear(vector, hidden.weight, bias: hidden.bias))
  }

  private func padding(after count: Int) -> [Int32] {
    [Int32](repeating: Vocabulary.padding, count: max(0, places - count))
  }

  /// The mean over each source's own tokens [B, E]: attention whose weights are all the same.
  private func mean(_ tape: Tape, _ embedded: Tensor, _ layout: SourceLayout) -> Tensor {
    let weights = tape.tensor(rows: layout.batch, columns: layout.time)
    weights.fill(
      from: layout.lengths.flatMap { length in
        (0..<layout.time).map { $0 < Int(length) ? 1 / Float(length) : 0 }
      })
    let result = tape.tensor(rows: layout.batch, columns: embedded.columns)
    tape.weightedSum(
      weights: weights, states: embedded,
      sentences: (0..<layout.batch).map { Int32(truncatingIfNeeded: $0) }, source: layout,
      into: result)
    return result
  }
}
