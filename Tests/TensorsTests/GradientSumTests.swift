import Testing

@testable import Seq2SeqTensors

/// The sum over tapes against loops over all that they hold, in double precision.
@Suite struct GradientSumTests {
  private static let parameters: [(name: String, rows: Int, columns: Int, role: Parameter.Role)] =
    [
      ("matrix", 37, 11, .matrix), ("bias", 1, 37, .bias),
      // In three panels, the last one lower than the others.
      ("panels", 1_301, 5, .matrix), ("table", 23, 7, .table), ("tied", 530, 6, .matrix),
      ("idle", 9, 4, .matrix), ("idleTable", 5, 3, .table), ("idleBias", 1, 3, .bias),
    ]

  /// What a tape adds to the gradients of one parameter.
  private enum Use {
    case product(String, rows: Int, bias: String? = nil)
    case lookup(String, [Int32])
  }

  /// Batches of additions of tapes of uses.
  private static let batches: [[[[Use]]]] = [
    [
      [
        [.product("matrix", rows: 21, bias: "bias"), .lookup("table", [3, 22, 3])],
        [.product("panels", rows: 3), .lookup("tied", [0, 529, 512, 0])], [],
      ],
      [
        [.product("tied", rows: 17), .product("matrix", rows: 1)],
        [.lookup("table", [0]), .lookup("table", [22, 5]), .product("matrix", rows: 300)],
      ],
      [[.product("panels", rows: 40), .product("panels", rows: 16)]],
    ],
    // Other rows than before; what was a product is looked up only, and the other way round.
    [
      [[.lookup("table", [4, 5]), .product("idle", rows: 5)], [.lookup("tied", [511, 2])]],
      [[.lookup("idleTable", [4]), .product("matrix", rows: 2, bias: "bias")]],
    ],
    [[[.lookup("tied", [7])], [.product("tied", rows: 2)]], [[.lookup("table", [1])]]],
    // Nothing at all, and nothing by tapes that are there.
    [], [[[], []]],
    [[[.lookup("table", [22]), .product("panels", rows: 5)]]],
  ]

  /// What a sum has said of a batch.
  private struct Outcome: Equatable {
    var gradient: [UInt32]
    var squares: UInt64
  }

  /// Runs all batches; `twins` are the sums as they should be, parameter by parameter.
  private func run(
    _ format: NumberFormat, threads: Int
  ) throws -> (outcomes: [Outcome], twins: [[[Double]]], store: ParameterStore) {
    let rig = try EngineRig(Self.parameters, format: format)
    let pool = WorkerPool(threads: threads)
    let sum = GradientSum(rig.store)
    var numbers = EngineNumbers(80)
    var (outcomes, twins): ([Outcome], [[[Double]]]) = ([], [])
    for batch in Self.batches {
      var twin = rig.store.parameters.map { [Double](repeating: 0, count: $0.count) }
      sum.begin()
      for tapes in batch {
        // A tape's memory must last until it is added.
        let arenas = tapes.map { _ in Arena() }
        let collected = tapes.map { _ in CollectedGradients(rig.store) }
        try rig.pool.run(tasks: 1) { _, worker in
          for (index, uses) in tapes.enumerated() {
            let tape = Tape(
              worker: worker, store: rig.store, packed: rig.packed, arena: arenas[index],
              collecting: collected[index], dropout: nil, shard: index)
            for use in uses { try record(use, on: tape, &numbers, format, &twin, rig) }
            tape.backward()
          }
        }
        try sum.add(collected, on: pool)
        withExtendedLifetime(arenas) {}
      }
      let squares = sum.finish()
      outcomes.append(
        Outcome(
          gradient: sum.gradient.withFloats(0..<sum.gradient.count) { $0.map(\.bitPattern) },
          squares: squares.bitPattern))
      twins.append(twin)
    }
    return (outcomes, twins, rig.store)
  }

  /// Runs one operation whose result has a gradient of random numbers, and adds to the twin what is due.
  private func record(
    _ use: Use, on tape: Tape, _ numbers: inout EngineNumbers, _ format: NumberFormat,
    _ twin: inout [[Double]], _ rig: EngineRig
  ) throws {
    switch use {
    case .product(let name, let rows, let biasName):
      let weight = try rig.parameter(name)
      let bias = try biasName.map(rig.parameter)
      let (n, k) = (weight.rows, weight.columns)
      let (x, upstream) = (numbers.floats(rows * k), numbers.floats(rows * n))
      let input = tape.tensor(rows: rows, columns: k)
      input.fill(from: x)
      tape.linear(input, weight, bias: bias).fillGradient(from: upstream)
      let (left, right) = (upstream.map(format.rounded), x.map(format.rounded))
      for row in 0..<rows {
        for i in 0..<n {
          if let bias { twin[bias.index][i] += Double(upstream[row * n + i]) }
          for j in 0..<k {
            twin[weight.index][i * k + j] += Double(left[row * n + i]) * Double(right[row * k + j])
          }
        }
      }
    case .lookup(let name, let identifiers):
      let table = try rig.parameter(name)
      let upstream = numbers.floats(identifiers.count * table.columns)
      tape.embedding(identifiers, table).fillGradient(from: upstream)
      for (place, identifier) in identifiers.enumerated() {
        for j in 0..<table.columns {
          twin[table.index][Int(identifier) * table.columns + j] +=
            Double(upstream[place * table.columns + j])
        }
      }
    }
  }

  @Test(arguments: NumberFormat.supported) func naiveSums(format: NumberFormat) throws {
    let (outcomes, twins, store) = try run(format, threads: 2)
    #expect(outcomes.count == Self.batches.count)
    for (batch, (outcome, twin)) in zip(outcomes, twins).enumerated() {
      let gradient = outcome.gradient.map(Float.init(bitPattern:))
      var squares = 0.0
      var gaps = Set(gradient.indices)
      for parameter in store.parameters {
        expectTwin(
          Array(gradient[parameter.range]), twin[parameter.index], tolerance: 1e-5,
          "batch \(batch), \(parameter.name)")
        // A row that nothing was added to is zero and not nearly so.
        for (index, expected) in zip(parameter.range, twin[parameter.index]) where expected == 0 {
          #expect(gradient[index] == 0, "batch \(batch), \(parameter.name)")
        }
        squares += twin[parameter.index].reduce(0) { $0 + $1 * $1 }
        gaps.subtract(parameter.range)
      }
      for gap in gaps { #expect(gradient[gap] == 0) }
      #expect(
        abs(Double(bitPattern: outcome.squares) - squares) <= 1e-5 * squares, "batch \(batch)")
    }
    // The empty batches are in the middle.
    #expect(outcomes[3].squares == 0 && outcomes[4].squares == 0 && outcomes[5].squares != 0)
  }

  @Test(arguments: NumberFormat.supported) func sameBitsAtAnyThreadCount(format: NumberFormat)
    throws
  {
    let one = try run(format, threads: 1).outcomes
    for threads in [2, 3, 5] {
      #expect(try run(format, threads: threads).outcomes == one, "\(threads) threads")
    }
  }

  /// Lone tapes add to what there is and keep the rest.
  @Test func aTapeByItselfAdds() throws {
    let rig = try EngineRig(Self.parameters)
    let gradient = FloatBuffer(count: rig.store.size)
    gradient.withFloats(0..<gradient.count) { $0.update(repeating: 1) }
    var twin = rig.store.parameters.map { [Double](repeating: 1, count: $0.count) }
    var numbers = EngineNumbers(81)
    for uses in Self.batches.joined().joined() {
      try rig.pool.run(tasks: 1) { _, worker in
        worker.arena.reset()
        let tape = Tape(
          worker: worker, store: rig.store, packed: rig.packed, gradients: gradient)
        for use in uses { try record(use, on: tape, &numbers, .float32, &twin, rig) }
        tape.backward()
      }
    }
    for parameter in rig.store.parameters {
      expectTwin(
        gradient.withFloats(parameter.range) { Array($0) }, twin[parameter.index],
        tolerance: 1e-5, parameter.name)
    }
  }
}
