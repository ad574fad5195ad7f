extension OperationGradientCheck {
  static let products = [
    OperationGradientCheck("embedding", parameters: [(5, 3, .table)]) { tape, parameters, _ in
      tape.scalar(tape.embedding([4, 0, 3, 3, 1, 3, 0], parameters[0]))
    },
    OperationGradientCheck(
      "linear", parameters: [(7, 5, .matrix), (1, 7, .bias)], inputs: [(19, 5)]
    ) { tape, parameters, inputs in
      tape.scalar(tape.linear(inputs[0], parameters[0], bias: parameters[1]))
    },
    OperationGradientCheck(
      "UnrolledProduct", parameters: [(3, 3, .matrix)], inputs: [(16, 3), (48, 3)]
    ) { tape, parameters, inputs in
      // Each step's input is made from the step before.
      let sequence = tape.tensor(rows: 48, columns: 3)
      let product = UnrolledProduct(tape, from: sequence, parameters[0], addingTo: inputs[1])
      tape.copy(inputs[0], into: sequence.step(0, batch: 16))
      for time in 0..<3 {
        product.add(time * 16..<(time + 1) * 16)
        guard time < 2 else { break }
        tape.tanh(inputs[1].step(time, batch: 16), into: sequence.step(time + 1, batch: 16))
      }
      return tape.scalar(inputs[1])
    },
    OperationGradientCheck("repeatedRow", file: "CopyRows", parameters: [(1, 5, .bias)]) {
      tape, parameters, _ in tape.scalar(tape.repeatedRow(parameters[0], rows: 3))
    },
  ]

  static let elements = [
    OperationGradientCheck("tanh", inputs: [(5, 3)]) { tape, _, inputs in
      tape.scalar(tape.tanh(inputs[0]))
    },
    OperationGradientCheck("tanh with a mask", file: "Tanh", inputs: [(5, 3)]) {
      tape, _, inputs in
      let y = tape.tensor(rows: 5, columns: 3)
      tape.tanh(inputs[0], mask: tape.dropoutMask(rows: 5, columns: 3, rate: 0.3), into: y)
      return tape.scalar(y)
    },
    OperationGradientCheck("dropout", inputs: [(5, 3)]) { tape, _, inputs in
      tape.scalar(tape.dropout(inputs[0], rate: 0.3))
    },
    OperationGradientCheck("multiply", file: "CopyRows", inputs: [(5, 3)]) { tape, _, inputs in
      let mask = tape.tensor(rows: 5, columns: 3)
      mask.fill(from: (0..<15).map { $0 % 3 == 1 ? 0 : 1.5 })
      let y = tape.tensor(rows: 5, columns: 3)
      tape.multiply(inputs[0], mask, into: y)
      return tape.scalar(y)
    },
    OperationGradientCheck("copy", file: "CopyRows", inputs: [(5, 3)]) { tape, _, inputs in
      let whole = tape.zeros(rows: 6, columns: 3)
      tape.copy(inputs[0], into: whole.slice(1..<6))
      return tape.scalar(whole)
    },
    OperationGradientCheck("gather", file: "CopyRows", inputs: [(5, 3)]) { tape, _, inputs in
      tape.scalar(tape.gather(inputs[0], rows: [4, 0, 4, 2, 1, 1, 4]))
    },
    OperationGradientCheck("concatenate", inputs: [(5, 3), (5, 1)]) { tape, _, inputs in
      tape.scalar(tape.concatenate([inputs[0], inputs[1], inputs[0]]))
    },
    OperationGradientCheck("add", file: "Sum", inputs: [(5, 3), (5, 3)]) { tape, _, inputs in
      let y = tape.tensor(rows: 5, columns: 3)
      tape.add(inputs[0], inputs[1], into: y)
      return tape.scalar(y)
    },
    OperationGradientCheck(
      "addNormalized", file: "LayerNormalization", parameters: [(1, 14, .bias)],
      inputs: [(5, 14), (5, 14)]
    ) { tape, parameters, inputs in
      tape.addNormalized(inputs[0], gain: parameters[0], gates: 2, into: inputs[1])
      return tape.scalar(inputs[1])
    },
    OperationGradientCheck("addToEachStep", inputs: [(5, 3), (12, 3)]) { tape, _, inputs in
      tape.addToEachStep(inputs[0], rows: [4, 0, 4, 2], to: inputs[1])
      return tape.scalar(inputs[1])
    },
  ]

  /// Sentences that end before, at and after the step, and one that is empty.
  private static let place = (time: 2, lengths: [2, 0, 3, 4, 1] as [Int32])

  static let recurrentSteps = [
    OperationGradientCheck("rnnStep", file: "RNNStep", inputs: [(5, 3), (5, 3)]) {
      tape, _, inputs in
      let hidden = tape.tensor(rows: 5, columns: 3)
      tape.rnnStep(
        gates: inputs[0], previous: inputs[1], hidden: hidden, time: place.time,
        lengths: place.lengths)
      return tape.scalar(hidden)
    },
    OperationGradientCheck(
      "gruStep", file: "GRUStep", parameters: [(1, 3, .bias)], inputs: [(5, 9), (5, 9), (5, 3)]
    ) { tape, parameters, inputs in
      let hidden = tape.tensor(rows: 5, columns: 3)
      tape.gruStep(
        gates: inputs[0], recurrent: inputs[1], bias: parameters[0], previous: inputs[2],
        hidden: hidden, time: place.time, lengths: place.lengths)
      return tape.scalar(hidden)
    },
    OperationGradientCheck("lstmStep", file: "LSTMStep", inputs: [(5, 12), (5, 3), (5, 3)]) {
      tape, _, inputs in
      let hidden = tape.tensor(rows: 5, columns: 3)
      let cell = tape.tensor(rows: 5, columns: 3)
      tape.lstmStep(
        gates: inputs[0], previous: (inputs[1], inputs[2]), hidden: hidden, cell: cell,
        time: place.time, lengths: place.lengths)
      return tape.scalar(tape.concatenate([hidden, cell]))
    },
  ]

  /// Five decoder rows look at three sources, one of them empty, in an order of their own.
  private static let source = SourceLayout(time: 4, batch: 3, lengths: [4, 0, 2])
  private static let sentences: [Int32] = [2, 0, 1, 0, 2]

  static let attention = [
    OperationGradientCheck("attentionScores", inputs: [(5, 3), (12, 3)]) { tape, _, inputs in
      tape.scalar(
        tape.attentionScores(
          query: inputs[0], keys: inputs[1], sentences: sentences, source: source))
    },
    OperationGradientCheck(
      "additiveScores", parameters: [(1, 3, .bias)], inputs: [(5, 3), (12, 3)]
    ) { tape, parameters, inputs in
      tape.scalar(
        tape.additiveScores(
          query: inputs[0], keys: inputs[1], parameters[0], sentences: sentences, source: source))
    },
    OperationGradientCheck("maskedSoftmax", inputs: [(5, 4)]) { tape, _, inputs in
      tape.scalar(tape.maskedSoftmax(inputs[0], sentences: sentences, source: source))
    },
    OperationGradientCheck("weightedSum", inputs: [(5, 4), (12, 2)]) { tape, _, inputs in
      let context = tape.tensor(rows: 5, columns: 2)
      tape.weightedSum(
        weights: inputs[0], states: inputs[1], sentences: sentences, source: source, into: context)
      return tape.scalar(context)
    },
  ]

  static let losses = [
    OperationGradientCheck(
      "projectionLoss", parameters: [(7, 3, .matrix), (1, 7, .bias)], inputs: [(5, 3)]
    ) { tape, parameters, inputs in
      tape.projectionLoss(
        inputs[0], parameters[0], bias: parameters[1], targets: [6, 0, 3, 1, 3], smoothing: 0.1,
        scale: 1, unknown: 1
      ).loss
    },
    OperationGradientCheck(
      "projectionLoss with token weights", file: "ProjectionLoss",
      parameters: [(7, 3, .matrix), (1, 7, .bias)], inputs: [(5, 3)]
    ) { tape, parameters, inputs in
      tape.projectionLoss(
        inputs[0], parameters[0], bias: parameters[1], targets: [6, 0, 3, 1, 3], smoothing: 0.1,
        scale: 1, unknown: 1, weights: TokenWeights([0.5, 1, 2, 0.25, 1, 0, 3])
      ).loss
    },
    OperationGradientCheck(
      "projectionLoss with consistency", file: "ProjectionLoss",
      parameters: [(7, 3, .matrix), (1, 7, .bias)], inputs: [(6, 3)]
    ) { tape, parameters, inputs in
      tape.projectionLoss(
        inputs[0], parameters[0], bias: parameters[1], targets: [6, 6, 3, 3, 1, 1], smoothing: 0.1,
        scale: 1, unknown: 1, consistency: 2
      ).loss
    },
    OperationGradientCheck(
      "copyLoss", parameters: [(7, 3, .matrix), (1, 7, .bias)], inputs: [(5, 3), (5, 1), (5, 4)]
    ) { tape, parameters, inputs in
      let attention = tape.maskedSoftmax(inputs[2], sentences: sentences, source: source)
      // Numbers from 7 on are the sources' own.
      let tokens = CopyTokens([[7, 4, 7, 5], [], [3, 8]], batch: 3)
      return tape.copyLoss(
        inputs[0], parameters[0], bias: parameters[1],
        source: CopySource(
          gates: inputs[1], attention: [attention], sentences: sentences, source: source,
          tokens: tokens),
        sourceRows: [0, 1, 2, 3, 4], targets: [8, 7, 6, 5, 1], smoothing: 0.1, scale: 1, unknown: 1
      ).loss
    },
  ]
}
