import Seq2Seq

/// How strongly the loss of an answer pulls at each state that the encoder went through: |dL/dh| at each step,
/// as the library's own backward pass leaves it in the states.
struct GradientProbe {
  /// Norms, the mean over sources, from the first step of the source to the last.
  struct Norms {
    var hidden: [Double]
    /// For cells that have a cell state c.
    var cell: [Double]?
  }

  private let model: Seq2SeqModel
  private let pool: WorkerPool
  private let packed: PackedWeights

  init(_ model: Seq2SeqModel) throws {
    self.model = model
    pool = WorkerPool(threads: 1)
    packed = try PackedWeights(model.parameters, training: true)
    try packed.update(on: pool)
  }

  /// The norms for pairs whose sources are all of one length; the loss is that of the first target token.
  func norms(_ pairs: [TextPair]) throws -> Norms {
    let sources = pairs.map {
      model.sourceVocabulary.identifiers(of: model.sourcePipeline.tokens(in: $0.source))
    }
    let targets = pairs.map {
      model.targetVocabulary.identifiers(of: model.targetPipeline.tokens(in: $0.target))
    }
    let steps = sources.first?.count ?? 0
    var hidden = [Double](repeating: 0, count: steps)
    var cell: [Double]?
    let gradients = FloatBuffer(count: model.parameters.size)
    for first in stride(from: 0, to: pairs.count, by: Shard.pairs) {
      let group = first..<min(first + Shard.pairs, pairs.count)
      let shard = Shard(
        sources: sources[group].map { $0[...] }, targets: targets[group].map { $0[...] })
      try pool.run(tasks: 1) { _, worker in
        worker.arena.reset()
        let tape = Tape(
          worker: worker, store: model.parameters, packed: packed, gradients: gradients)
        let encoded = model.encoder.encode(tape, shard.source)
        let unroll = model.teacherForced(tape, shard, encoded)
        // The rows of the first step, one for each pair.
        let answers = tape.gather(
          unroll.states, rows: group.indices.map { Int32(truncatingIfNeeded: $0 - first) })
        let projection = model.decoder.projection
        _ = tape.projectionLoss(
          answers, projection.weight, bias: projection.bias,
          targets: targets[group].map { $0.first ?? Vocabulary.end }, smoothing: 0, scale: 1,
          unknown: Vocabulary.unknown)
        tape.backward()
        guard let run = encoded.unrolls.first?.first else { return }
        add(run.states, of: group.count, to: &hidden)
        if let states = run.cellStates {
          var sums = cell ?? [Double](repeating: 0, count: steps)
          add(states, of: group.count, to: &sums)
          cell = sums
        }
      }
    }
    let count = Double(max(1, pairs.count))
    return Norms(hidden: hidden.map { $0 / count }, cell: cell?.map { $0 / count })
  }

  /// Adds up the norms of the gradients of states [T * B, H] over the sources, at each time.
  private func add(_ states: Tensor, of sources: Int, to sums: inout [Double]) {
    guard !sums.isEmpty else { return }
    let batch = states.rows / sums.count
    let gradient = states.gradientArray
    for time in sums.indices {
      for source in 0..<sources {
        let start = (time * batch + source) * states.columns
        let squares = gradient[start..<start + states.columns].reduce(0.0) {
          $0 + Double($1) * Double($1)
        }
        sums[time] += squares.squareRoot()
      }
    }
  }
}
