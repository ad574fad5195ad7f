import Foundation
import Seq2Seq

/// One prediction of a model under teacher forcing, taken out so that its loss can be looked at alone: the
/// decoder's state, the logits and the right token.
struct PredictionStep {
  let pair: TextPair
  /// The step, from 1.
  let number: Int
  /// The tokens that the decoder has read: the start symbol and the reference so far.
  let prefix: [String]
  let target: Int32
  /// z = W h + b [V].
  let logits: [Double]

  /// h [H].
  private let state: [Float]
  private let model: Seq2SeqModel
  private let pool: WorkerPool
  private let packed: PackedWeights

  /// The step, among all of the pairs, whose right token has a probability nearest to one half: neither
  /// known nor unknown, so that there is something to see.
  static func undecided(_ opened: Seq2SeqModel, _ pairs: [TextPair]) throws -> PredictionStep {
    let model = try changeableCopy(of: opened)
    let pool = WorkerPool(threads: 1)
    let packed = try PackedWeights(model.parameters, training: true)
    try packed.update(on: pool)
    var best: PredictionStep?
    var distance = Double.infinity
    for pair in pairs {
      let source = model.sourceVocabulary.identifiers(
        of: model.sourcePipeline.tokens(in: pair.source))
      let target = model.targetVocabulary.identifiers(
        of: model.targetPipeline.tokens(in: pair.target))
      let shard = Shard(sources: [source[...]], targets: [target[...]])
      try pool.run(tasks: 1) { _, worker in
        worker.arena.reset()
        let tape = Tape(worker: worker, store: model.parameters, packed: packed)
        let states = tape.gather(
          model.teacherForced(tape, shard).states, rows: shard.targetRows)
        let logits = tape.tensor(rows: states.rows, columns: model.targetVocabulary.count)
        let projection = model.decoder.projection
        tape.project(states, projection.weight, projection.bias, into: logits)
        let found = tape.logProbabilities(logits, of: shard.targets)
        for (time, value) in found.enumerated() where abs(exp(Double(value)) - 0.5) < distance {
          distance = abs(exp(Double(value)) - 0.5)
          best = PredictionStep(
            pair: pair, number: time + 1,
            prefix: ([Vocabulary.start] + target.prefix(time)).map(
              model.targetVocabulary.token),
            target: shard.targets[time], logits: logits.row(time).map(Double.init),
            state: states.row(time), model: model, pool: pool, packed: packed)
        }
      }
    }
    guard let best else {
      throw UserError(
        .badData, "the model gives no probability that is a number",
        remedy: "train it with another seed")
    }
    return best
  }

  /// The same model with weights that can be moved, which those in a file cannot.
  private static func changeableCopy(of model: Seq2SeqModel) throws -> Seq2SeqModel {
    let copy = try Seq2SeqModel(
      configuration: model.configuration, sourceVocabulary: model.sourceVocabulary,
      targetVocabulary: model.targetVocabulary)
    for parameter in copy.parameters.parameters {
      model.parameters.withWeights(of: parameter) { weights in
        copy.parameters.values.withFloats(parameter.range) { place in
          _ = place.update(fromContentsOf: weights)
        }
      }
    }
    return copy
  }

  /// The library's loss of this step, and its gradient by each logit: that of the projection's bias, since
  /// dz / db = 1 and there is but one row.
  func loss(smoothing: Float) throws -> (sums: LossSums, gradient: [Double]) {
    let gradient = FloatBuffer(count: model.parameters.size)
    let sums = try evaluate(smoothing: smoothing, gradient: gradient)
    let part = gradient.withFloats(model.decoder.projection.bias.range) { Array($0) }
    return (sums, part.map(Double.init))
  }

  /// The slope of the loss along each logit, by central differences of the library's loss at two distances,
  /// extrapolated (as `GradientCheck` does): each logit is moved by moving its bias.
  func slopes() throws -> [Double] {
    let weights = model.parameters.values
    return try model.decoder.projection.bias.range.map { place in
      let middle = weights[place]
      defer { weights[place] = middle }
      func difference(_ distance: Float) throws -> Double {
        weights[place] = middle + distance
        let (right, above) = (Double(weights[place]), try evaluate(smoothing: 0).loss)
        weights[place] = middle - distance
        let (left, below) = (Double(weights[place]), try evaluate(smoothing: 0).loss)
        return (above - below) / (right - left)
      }
      let (wide, narrow) = (try difference(1 / 8), try difference(1 / 16))
      return (4 * narrow - wide) / 3
    }
  }

  /// The library's softmax of any logits.
  func probabilities(of logits: [Double]) throws -> [Double] {
    var result: [Double] = []
    try pool.run(tasks: 1) { [model, packed] _, worker in
      worker.arena.reset()
      let tape = Tape(worker: worker, store: model.parameters, packed: packed)
      // A row for each token, since one log-probability of a row is asked for at a time.
      let rows = tape.tensor(rows: logits.count, columns: logits.count)
      rows.fill(
        from: Array(repeatElement(logits.map(Float.init), count: logits.count).joined()))
      result = tape.logProbabilities(
        rows, of: logits.indices.map { Int32(truncatingIfNeeded: $0) }
      ).map { exp(Double($0)) }
    }
    return result
  }

  private func evaluate(smoothing: Float, gradient: FloatBuffer? = nil) throws -> LossSums {
    var sums = LossSums()
    try pool.run(tasks: 1) { [model, packed] _, worker in
      worker.arena.reset()
      let tape = Tape(
        worker: worker, store: model.parameters, packed: packed, gradients: gradient)
      let row = tape.tensor(rows: 1, columns: state.count)
      row.fill(from: state)
      let projection = model.decoder.projection
      sums = tape.projectionLoss(
        row, projection.weight, bias: projection.bias, targets: [target], smoothing: smoothing,
        scale: 1, unknown: Vocabulary.unknown)
      tape.backward()
    }
    return sums
  }
}
