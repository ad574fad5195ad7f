import Seq2SeqTensors

/// A decoder over the steps of one batch of targets.
///
/// Work goes in blocks of steps. With input feeding a block is one step, because a step's input holds the
/// step before, and so it is where inputs are the decoder's own guesses. Otherwise all steps are one block,
/// and each layer's products are as large as can be.
package struct DecoderUnroll {
  private let tape: Tape
  private let decoder: RecurrentDecoder
  private let memory: DecoderMemory
  private let steps: Int
  private let batch: Int
  /// Each layer's run.
  package let unrolls: [CellUnroll]
  private let between: [LayerInput]
  /// What each layer hands on [T * B, H]: its states, or with residual connections their sum with what
  /// it got.
  private let layerOutputs: [Tensor]
  private let feed: UnrolledProduct?
  /// Whether no attentional state is fed to the first step.
  private let startsFromZeros: Bool
  /// The inputs if some are guesses; nil if all are known.
  private var scheduled: ScheduledInputs?
  private let joined: Joined?
  private let copyGate: CopyGate?
  private let mask: Tensor?
  /// Slot 0 is the start, slot t + 1 the attentional state of step t.
  private let outputs: Tensor
  /// The attention weights [rows, S] of each block.
  package private(set) var attention: [Tensor] = []

  /// A layer's input from the layer below.
  private struct LayerInput {
    let below: Tensor
    let dropped: Tensor
    let mask: Tensor?
    let product: UnrolledProduct
  }

  /// Context and state on their way to the attentional state.
  private struct Joined {
    let queries: Tensor
    let queryProduct: UnrolledProduct?
    let contexts: Tensor
    let sum: Tensor
    let contextProduct: UnrolledProduct
    let hiddenProduct: UnrolledProduct
  }

  /// The logits of p_gen [T * B, 1] and the products that they are made of.
  private struct CopyGate {
    let logits: Tensor
    let products: [UnrolledProduct]

    /// It reads what the decoder itself reads: the input after its dropout, the context, the state.
    init(
      _ tape: Tape, _ gate: RecurrentDecoder.CopyGate, input: Tensor, context: Tensor,
      state: Tensor
    ) {
      let logits = tape.repeatedRow(gate.bias, rows: input.rows)
      products = [
        (context, gate.contextWeight), (state, gate.hiddenWeight), (input, gate.inputWeight),
      ].map { UnrolledProduct(tape, from: $0, $1, addingTo: logits) }
      self.logits = logits
    }
  }

  init(
    _ tape: Tape, _ decoder: RecurrentDecoder, inputs: [Int32], readsTruth: [Bool]?, steps: Int,
    start: DecoderStart, memory: DecoderMemory
  ) {
    let batch = inputs.count / max(1, steps)
    precondition(steps > 0 && inputs.count == steps * batch && memory.sentences.count == batch)
    precondition(start.states.count == decoder.layers.count)
    (self.tape, self.decoder, self.memory) = (tape, decoder, memory)
    (self.steps, self.batch) = (steps, batch)
    let rows = steps * batch
    let outputs = tape.tensor(rows: rows + batch, columns: decoder.hiddenSize)
    self.outputs = outputs
    let first = outputs.step(0, batch: batch)
    startsFromZeros = start.feed == nil
    if let given = start.feed {
      tape.copy(given, into: first)
    } else {
      first.fill(from: [Float](repeating: 0, count: first.count))
    }
    scheduled = readsTruth.map {
      ScheduledInputs(
        tape, decoder, inputs: inputs, readsTruth: $0, batch: batch, memory: memory)
    }
    let (input, firstGates) =
      scheduled.map { (input: $0.input, gates: $0.gates) }
      ?? DecoderUnroll.firstGates(tape, decoder, inputs: inputs, memory: memory)
    feed = decoder.feedWeight.map {
      UnrolledProduct(tape, from: outputs.slice(0..<rows), $0, addingTo: firstGates)
    }
    var unrolls = [
      decoder.layers[0].unroll(
        tape, inputGates: firstGates, steps: steps, batch: batch, initial: start.states[0],
        direction: .forward)
    ]
    var between: [LayerInput] = []
    var layerOutputs = [unrolls[0].states]
    for (index, layer) in decoder.layers.enumerated().dropFirst() {
      let gates = layer.inputGates(tape, rows: rows)
      between.append(
        DecoderUnroll.layerInput(
          tape, below: layerOutputs[index - 1], layer, gates, rate: decoder.dropout))
      unrolls.append(
        layer.unroll(
          tape, inputGates: gates, steps: steps, batch: batch, initial: start.states[index],
          direction: .forward))
      layerOutputs.append(
        decoder.isResidual
          ? tape.tensor(rows: rows, columns: decoder.hiddenSize) : unrolls[index].states)
    }
    (self.unrolls, self.between, self.layerOutputs) = (unrolls, between, layerOutputs)
    let top = layerOutputs[layerOutputs.count - 1]
    joined = decoder.attention.map { attention in
      let contexts = tape.tensor(rows: rows, columns: attention.width)
      let sum = tape.zeros(rows: rows, columns: decoder.hiddenSize)
      let (queries, queryProduct) = DecoderUnroll.queries(tape, top, attention.mechanism)
      return Joined(
        queries: queries, queryProduct: queryProduct, contexts: contexts, sum: sum,
        contextProduct: UnrolledProduct(
          tape, from: contexts, attention.contextWeight, addingTo: sum),
        hiddenProduct: UnrolledProduct(tape, from: top, attention.hiddenWeight, addingTo: sum))
    }
    if let gate = decoder.copyGate, let joined {
      copyGate = CopyGate(tape, gate, input: input, context: joined.contexts, state: top)
    } else {
      copyGate = nil
    }
    mask = tape.dropoutMask(rows: rows, columns: decoder.hiddenSize, rate: decoder.dropout)
  }

  /// All inputs, known from the start, and what they give to the first layer's gates.
  private static func firstGates(
    _ tape: Tape, _ decoder: RecurrentDecoder, inputs: [Int32], memory: DecoderMemory
  ) -> (input: Tensor, gates: Tensor) {
    let embedded = tape.dropout(
      tape.embedding(inputs, decoder.embedding), rate: decoder.dropout)
    let gates = decoder.layers[0].inputGates(tape, embedded)
    if let contextGates = memory.contextGates {
      tape.addToEachStep(contextGates, rows: memory.sentences, to: gates)
    }
    return (embedded, gates)
  }

  private static func layerInput(
    _ tape: Tape, below: Tensor, _ layer: RecurrentLayer, _ gates: Tensor, rate: Float
  ) -> LayerInput {
    let mask = tape.dropoutMask(rows: below.rows, columns: below.columns, rate: rate)
    let dropped = mask == nil ? below : tape.tensor(rows: below.rows, columns: below.columns)
    return LayerInput(
      below: below, dropped: dropped, mask: mask,
      product: UnrolledProduct(tape, from: dropped, layer.inputWeight, addingTo: gates))
  }

  /// What the attention compares with the keys: the top layer's states, or their product.
  private static func queries(
    _ tape: Tape, _ top: Tensor, _ mechanism: any AttentionMechanism
  ) -> (Tensor, UnrolledProduct?) {
    guard let weight = mechanism.queryWeight else { return (top, nil) }
    let queries = tape.zeros(rows: top.rows, columns: weight.rows)
    return (queries, UnrolledProduct(tape, from: top, weight, addingTo: queries))
  }

  mutating func run() {
    let size = feed == nil && scheduled == nil ? steps : 1
    for first in stride(from: 0, to: steps, by: size) {
      let times = first..<first + size
      let rows = first * batch..<(first + size) * batch
      scheduled?.read(rows)
      if let feed {
        tape.section(.inputProducts) { feed.add(rows, areZeros: first == 0 && startsFromZeros) }
      }
      for (index, unroll) in unrolls.enumerated() {
        if index > 0 { pass(between[index - 1], rows) }
        for time in times { unroll.step(time, lengths: nil) }
        if decoder.isResidual, index > 0 {
          tape.add(
            unroll.states.slice(rows), layerOutputs[index - 1].slice(rows),
            into: layerOutputs[index].slice(rows))
        }
      }
      tape.section(.attention) { attend(rows) }
      // Slots lie one step later than rows: the state of this step has the place of the next.
      let next = rows.upperBound..<rows.upperBound + batch
      let states = outputs.slice(next)
      let source = copySource(of: rows)
      scheduled?.guess(next, from: states, source: source)
    }
  }

  private func pass(_ input: LayerInput, _ rows: Range<Int>) {
    if let mask = input.mask {
      tape.multiply(input.below.slice(rows), mask.slice(rows), into: input.dropped.slice(rows))
    }
    tape.section(.inputProducts) { input.product.add(rows) }
  }

  private mutating func attend(_ rows: Range<Int>) {
    let top = layerOutputs[layerOutputs.count - 1].slice(rows)
    let result = outputs.slice(rows.lowerBound + batch..<rows.upperBound + batch)
    let rowMask = mask?.slice(rows)
    guard let attention = decoder.attention, let keys = memory.keys, let joined else {
      if let rowMask {
        tape.multiply(top, rowMask, into: result)
      } else {
        tape.copy(top, into: result)
      }
      return
    }
    let repeats = rows.count / batch
    let sentences =
      repeats == 1
      ? memory.sentences : Array(repeatElement(memory.sentences, count: repeats).joined())
    joined.queryProduct?.add(rows)
    let scores = attention.mechanism.scores(
      tape, query: joined.queries.slice(rows), keys: keys, sentences: sentences,
      source: memory.layout)
    let weights = tape.maskedSoftmax(scores, sentences: sentences, source: memory.layout)
    self.attention.append(weights)
    tape.weightedSum(
      weights: weights, states: memory.states, sentences: sentences, source: memory.layout,
      into: joined.contexts.slice(rows))
    copyGate?.products.forEach { $0.add(rows) }
    joined.contextProduct.add(rows)
    joined.hiddenProduct.add(rows)
    tape.tanh(joined.sum.slice(rows), mask: rowMask, into: result)
  }

  /// What rows of blocks that are done may copy; nil if they may not.
  private func copySource(of rows: Range<Int>) -> CopySource? {
    guard let copyGate, let tokens = memory.copies, let block = attention.first?.rows else {
      return nil
    }
    return CopySource(
      gates: copyGate.logits.slice(rows),
      attention: Array(attention[rows.lowerBound / block..<rows.upperBound / block]),
      sentences: memory.sentences, source: memory.layout, tokens: tokens)
  }

  /// What all rows may copy; nil without copying.
  package var copySource: CopySource? { copySource(of: 0..<steps * batch) }

  /// The context of each step [T * B, C]; nil without attention.
  package var contexts: Tensor? { joined?.contexts }

  /// The attentional states of all steps [T * B, H], what the projection reads.
  package var states: Tensor { outputs.slice(batch..<(steps + 1) * batch) }

  /// What was read [T * B] where some inputs are guesses; nil where all were known.
  package var scheduledTokens: [Int32]? { scheduled?.tokens }

  /// Where a next step would start.
  package var end: DecoderStart {
    DecoderStart(states: unrolls.map(\.final), feed: outputs.step(steps, batch: batch))
  }
}
