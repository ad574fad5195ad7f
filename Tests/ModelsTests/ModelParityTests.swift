import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText
import Testing

/// Whole models against PyTorch: the same weights give the same loss, predictions and gradients.
@Suite struct ModelParityTests {
  @Test(arguments: try ParityFixture.names(prefix: "model-"))
  func valuesAndGradients(_ name: String) throws {
    let fixture = try ParityFixture(name)
    let model = try fixture.model()
    let pool = WorkerPool(threads: 1)
    let packed = try PackedWeights(model.parameters, training: true)
    try packed.update(on: pool)
    let gradients = FloatBuffer(count: model.parameters.size)
    let shard = try fixture.shard()
    let expectedLoss = try fixture.floats("output.loss")[0]
    let logits = try fixture.floats("output.logits")
    let attention = try? fixture.floats("output.attention")
    let batch = try fixture.shape("source")[0]
    try pool.run(tasks: 1) { _, worker in
      let tape = Tape(
        worker: worker, store: model.parameters, packed: packed, gradients: gradients)
      let sums = model.loss(tape, shard, scale: 1, smoothing: 0.1)
      #expect(abs(Float(sums.loss) - expectedLoss) < 1e-4 * expectedLoss)
      let expectedProbability = try fixture.floats("output.logProbability").reduce(0, -)
      #expect(
        abs(Float(sums.negativeLogLikelihood) - expectedProbability) < 1e-4 * expectedProbability)
      tape.backward()
      worker.arena.reset()

      let inference = Tape(worker: worker, store: model.parameters, packed: packed)
      let unroll = model.teacherForced(inference, shard)
      let rows = inference.gather(unroll.states, rows: shard.targetRows)
      let projection = model.decoder.projection
      let predictions = inference.tensor(rows: rows.rows, columns: projection.weight.rows)
      inference.project(rows, projection.weight, projection.bias, into: predictions)
      for (place, row) in shard.targetRows.enumerated() {
        let (time, sentence) = (Int(row) / 16, Int(row) % 16)
        let first = (time * batch + sentence) * predictions.columns
        expectClose(
          predictions.row(place), Array(logits[first..<first + predictions.columns]),
          "logits of step \(time), sentence \(sentence)")
      }
      if let attention {
        let weights = unroll.attention.flatMap(\.array)
        let time = shard.source.layout.time
        let mine = shard.targetRows.flatMap { row in
          Array(weights[Int(row) * time..<(Int(row) + 1) * time])
        }
        let theirs = shard.targetRows.flatMap { row in
          let first = (Int(row) / 16 * batch + Int(row) % 16) * time
          return Array(attention[first..<first + time])
        }
        expectClose(mine, theirs, "attention")
      }
    }
    for parameter in model.parameters.parameters {
      let mine = gradients.withFloats(parameter.range) { Array($0) }
      expectClose(mine, try fixture.floats("gradient.\(parameter.name)"), parameter.name)
    }
  }
}
