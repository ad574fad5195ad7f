import Seq2SeqTensors
import Testing

@testable import Seq2SeqModels

/// The parts of a layer around its cell.
@Suite struct RecurrentLayerTests {
  private static let (steps, size, inputs) = (5, 6, 3)
  private let pool = WorkerPool(threads: 1)

  private struct Rig {
    let layer: RecurrentLayer
    let store: ParameterStore
    let packed: PackedWeights
  }

  private func rig(_ kind: CellKind, recurrentDropout: Double) throws -> Rig {
    var model = ModelConfiguration()
    model.cell = kind
    model.recurrentDropout = recurrentDropout
    var builder = ParameterBuilder()
    let layer = RecurrentLayer(
      kind.type, model, inputSize: Self.inputs, hiddenSize: Self.size, scope: "layer", &builder)
    let store = builder.store()
    store.initialize(seed: 3)
    let packed = try PackedWeights(store, training: true)
    try packed.update(on: pool)
    return Rig(layer: layer, store: store, packed: packed)
  }

  private func sequence(_ tape: Tape) -> Tensor {
    var generator = RandomSource(seed: 4, update: 0).generator(stream: 0)
    let x = tape.tensor(rows: Self.steps * Arena.tileRows, columns: Self.inputs)
    x.fill(from: (0..<x.count).map { _ in Float.random(in: -1...1, using: &generator) })
    return x
  }

  private func states(
    _ rig: Rig, _ direction: Direction, dropout: RandomSource?
  ) throws -> [Float] {
    var result: [Float] = []
    try pool.run(tasks: 1) { _, worker in
      worker.arena.reset()
      let tape = Tape(worker: worker, store: rig.store, packed: rig.packed, dropout: dropout)
      result =
        rig.layer.read(
          tape, sequence(tape),
          layout: SourceLayout(
            time: Self.steps, batch: Arena.tileRows,
            lengths: [Int32](repeating: Int32(Self.steps), count: Arena.tileRows)),
          direction: direction
        ).states.array
    }
    return result
  }

  /// The same mask at every step, on the state's way into the gates and nowhere else: what a GRU or an
  /// LSTM hands on directly is whole.
  @Test(arguments: CellKind.allCases, Direction.allCases)
  func recurrentDropout(_ kind: CellKind, _ direction: Direction) throws {
    let rig = try rig(kind, recurrentDropout: 0.4)
    let source = RandomSource(seed: 5, update: 2)
    let (batch, size, layer) = (Arena.tileRows, Self.size, rig.layer)
    var expected = [[Float]](repeating: [], count: Self.steps)
    try pool.run(tasks: 1) { _, worker in
      worker.arena.reset()
      let tape = Tape(worker: worker, store: rig.store, packed: rig.packed, dropout: source)
      let mask = try #require(tape.dropoutMask(rows: batch, columns: size, rate: 0.4))
      let inputGates = tape.linear(sequence(tape), layer.inputWeight, bias: layer.bias)
      let isForward = direction == .forward
      var state = CellState(
        hidden: tape.zeros(rows: batch, columns: size),
        cell: kind.hasCellState ? tape.zeros(rows: batch, columns: size) : nil)
      for time in isForward ? Array(0..<Self.steps) : (0..<Self.steps).reversed() {
        let dropped = tape.tensor(rows: batch, columns: size)
        tape.multiply(state.hidden, mask, into: dropped)
        let product = tape.linear(dropped, layer.recurrentWeight)
        var gates = inputGates.step(time, batch: batch)
        if !kind.type.keepsRecurrentPart {
          let sum = tape.tensor(rows: batch, columns: gates.columns)
          tape.add(gates, product, into: sum)
          gates = sum
        }
        let next = CellState(
          hidden: tape.zeros(rows: batch, columns: size),
          cell: kind.hasCellState ? tape.zeros(rows: batch, columns: size) : nil)
        layer.cell.step(
          tape,
          CellStep(
            gates: gates, recurrent: kind.type.keepsRecurrentPart ? product : gates,
            previous: state, next: next, time: time, lengths: nil))
        state = next
        expected[time] = state.hidden.array
      }
    }
    let actual = try states(rig, direction, dropout: source)
    expectClose(actual, expected.flatMap(\.self), tolerance: 1e-6, "states")
    #expect(try states(rig, direction, dropout: nil) != actual)
  }

  /// Without a source of masks, as in translation, nothing is dropped, to the bit.
  @Test(arguments: CellKind.allCases) func nothingIsDroppedInTranslation(_ kind: CellKind) throws {
    #expect(
      try states(rig(kind, recurrentDropout: 0.4), .forward, dropout: nil)
        == states(
          rig(kind, recurrentDropout: 0), .forward, dropout: RandomSource(seed: 1, update: 1)))
  }

  /// One product with the input serves every gate: what a kind says of itself fits its parameters.
  @Test(arguments: CellKind.allCases) func shapes(_ kind: CellKind) throws {
    let rig = try rig(kind, recurrentDropout: 0)
    let gates = kind.type.gates.count
    #expect(Set(kind.type.gates.map(\.name)).count == gates)
    #expect(rig.layer.inputWeight.rows == gates * Self.size)
    #expect(rig.layer.recurrentWeight.rows == gates * Self.size)
    #expect(rig.layer.bias.columns == gates * Self.size)
  }
}
