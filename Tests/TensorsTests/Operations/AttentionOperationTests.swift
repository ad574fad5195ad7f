import Testing

@testable import Seq2SeqTensors

/// Five decoder rows look at three sources, one of them empty, in an order of their own.
@Suite struct AttentionOperationTests {
  private let source = SourceLayout(time: 4, batch: 3, lengths: [4, 0, 2])
  private let sentences: [Int32] = [2, 0, 1, 0, 2]

  private func input(
    _ name: String, _ rows: Int, _ columns: Int, _ numbers: inout EngineNumbers
  ) -> GradientCheck.Input {
    .init(name, rows: rows, columns: columns, values: numbers.floats(rows * columns, bound: 1.5))
  }

  private func tensors(_ tape: Tape, _ inputs: [GradientCheck.Input]) -> [Tensor] {
    inputs.map { input in
      let tensor = tape.tensor(rows: input.rows, columns: input.columns)
      tensor.fill(from: input.values)
      return tensor
    }
  }

  private func length(_ row: Int) -> Int { Int(source.lengths[Int(sentences[row])]) }

  @Test func scores() throws {
    let rig = try EngineRig()
    var numbers = EngineNumbers(7)
    let inputs = [input("query", 5, 3, &numbers), input("keys", 12, 3, &numbers)]
    let upstream = numbers.floats(20)
    func scores(_ tape: Tape, _ inputs: [Tensor]) -> Tensor {
      tape.attentionScores(
        query: inputs[0], keys: inputs[1], sentences: sentences, source: source)
    }
    let query = TwinMatrix(5, 3, inputs[0].values)
    let keys = TwinMatrix(12, 3, inputs[1].values)
    var twin = TwinMatrix(zeros: 5, 4)
    for row in 0..<5 {
      for s in 0..<length(row) {
        let key = keys.row(s * 3 + Int(sentences[row]))
        twin[row, s] = zip(query.row(row), key).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    expectTwin(try rig.infer { scores($0, tensors($0, inputs)).array }, twin.numbers)
    expectGradients(
      try rig.check(inputs) { tape, inputs in tape.innerProduct(scores(tape, inputs), upstream) })
  }

  @Test func additiveScores() throws {
    let rig = try EngineRig([("weight", 1, 3, .bias)], seed: 2)
    var numbers = EngineNumbers(10)
    let inputs = [input("query", 5, 3, &numbers), input("keys", 12, 3, &numbers)]
    let upstream = numbers.floats(20)
    let weight = try rig.parameter("weight")
    func scores(_ tape: Tape, _ inputs: [Tensor]) -> Tensor {
      tape.additiveScores(
        query: inputs[0], keys: inputs[1], weight, sentences: sentences, source: source)
    }
    let query = TwinMatrix(5, 3, inputs[0].values)
    let keys = TwinMatrix(12, 3, inputs[1].values)
    let factors = try rig.twin("weight").row(0)
    var twin = TwinMatrix(zeros: 5, 4)
    for row in 0..<5 {
      for s in 0..<length(row) {
        for j in 0..<3 {
          let key = keys[s * 3 + Int(sentences[row]), j]
          twin[row, s] += factors[j] * TwinFunction.tanh(query[row, j] + key)
        }
      }
    }
    expectTwin(try rig.infer { scores($0, tensors($0, inputs)).array }, twin.numbers)
    expectGradients(
      try rig.check(inputs) { tape, inputs in tape.innerProduct(scores(tape, inputs), upstream) })
  }

  /// Where tanh is flat nothing overflows, and what is not a number stays so.
  @Test func additiveScoresOfExtremes() throws {
    let rig = try EngineRig([("weight", 1, 2, .bias)])
    rig.store.values.withFloats(try rig.parameter("weight").range) { part in
      part.update(repeating: 3)
    }
    let one = SourceLayout(time: 2, batch: 1, lengths: [1])
    for (query, key, score) in [
      ([3e38, 1], [3e38, -1], 3), ([-.infinity, 0], [-3e38, 3e38], 0), ([.nan, 0], [0, 0], .nan),
    ] as [([Float], [Float], Float)] {
      let scores = try rig.infer { tape in
        let queries = tape.tensor(rows: 1, columns: 2)
        queries.fill(from: query)
        let keys = tape.tensor(rows: 2, columns: 2)
        keys.fill(from: key + [.nan, .nan])
        return tape.additiveScores(
          query: queries, keys: keys, try rig.parameter("weight"), sentences: [0], source: one
        ).array
      }
      #expect(scores[0] == score || (score.isNaN && scores[0].isNaN), "\(query) \(key)")
      #expect(scores[1] == 0)
    }
  }

  @Test func softmaxOverEachSource() throws {
    let rig = try EngineRig()
    var numbers = EngineNumbers(8)
    let inputs = [input("scores", 5, 4, &numbers)]
    let upstream = numbers.floats(20)
    func softmax(_ tape: Tape, _ inputs: [Tensor]) -> Tensor {
      tape.maskedSoftmax(inputs[0], sentences: sentences, source: source)
    }
    let scores = TwinMatrix(5, 4, inputs[0].values)
    let twin = (0..<5).flatMap { TwinFunction.softmax(scores.row($0), length: length($0)) }
    expectTwin(try rig.infer { softmax($0, tensors($0, inputs)).array }, twin)
    expectGradients(
      try rig.check(inputs) { tape, inputs in tape.innerProduct(softmax(tape, inputs), upstream) })
  }

  /// Only the differences of scores matter, however large they are.
  @Test(arguments: [0, 1e4, -1e4, 3e37] as [Float]) func softmaxOfHugeScores(shift: Float) throws {
    let rig = try EngineRig()
    let one = SourceLayout(time: 3, batch: 1, lengths: [2])
    let weights = try rig.infer { tape in
      let scores = tape.tensor(rows: 1, columns: 3)
      scores.fill(from: [shift, shift, .infinity])
      return tape.maskedSoftmax(scores, sentences: [0], source: one).array
    }
    #expect(weights == [0.5, 0.5, 0])
  }

  @Test func softmaxKeepsNotANumber() throws {
    let rig = try EngineRig()
    let one = SourceLayout(time: 2, batch: 1, lengths: [2])
    for scores in [[Float.nan, 1], [1, .nan], [.infinity, .infinity]] as [[Float]] {
      let weights = try rig.infer { tape in
        let tensor = tape.tensor(rows: 1, columns: 2)
        tensor.fill(from: scores)
        return tape.maskedSoftmax(tensor, sentences: [0], source: one).array
      }
      #expect(weights.filter(\.isNaN).count == 2, "\(scores)")
    }
  }

  @Test func weightedSum() throws {
    let rig = try EngineRig()
    var numbers = EngineNumbers(9)
    let inputs = [input("weights", 5, 4, &numbers), input("states", 12, 2, &numbers)]
    let upstream = numbers.floats(10)
    func context(_ tape: Tape, _ inputs: [Tensor]) -> Tensor {
      let context = tape.tensor(rows: 5, columns: 2)
      tape.weightedSum(
        weights: inputs[0], states: inputs[1], sentences: sentences, source: source, into: context)
      return context
    }
    let weights = TwinMatrix(5, 4, inputs[0].values)
    let states = TwinMatrix(12, 2, inputs[1].values)
    var twin = TwinMatrix(zeros: 5, 2)
    for row in 0..<5 {
      for s in 0..<length(row) {
        for j in 0..<2 { twin[row, j] += weights[row, s] * states[s * 3 + Int(sentences[row]), j] }
      }
    }
    expectTwin(try rig.infer { context($0, tensors($0, inputs)).array }, twin.numbers)
    expectGradients(
      try rig.check(inputs) { tape, inputs in tape.innerProduct(context(tape, inputs), upstream) })
  }
}
