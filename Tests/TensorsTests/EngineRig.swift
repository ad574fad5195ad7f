import Testing

@testable import Seq2SeqTensors

/// A store of wide random weights with what is needed to run a tape over it.
struct EngineRig {
  let pool: WorkerPool
  let store: ParameterStore
  let packed: PackedWeights

  /// Each parameter is named, with its shape and role.
  init(
    _ parameters: [(name: String, rows: Int, columns: Int, role: Parameter.Role)] = [],
    threads: Int = 1, seed: UInt64 = 1, format: NumberFormat = .float32
  ) throws {
    var builder = ParameterBuilder()
    for (name, rows, columns, role) in parameters {
      _ = builder.add(name, rows: rows, columns: columns, role: role, .uniform(0.8))
    }
    pool = WorkerPool(threads: threads)
    store = builder.store()
    store.initialize(seed: seed)
    packed = try PackedWeights(store, training: true, format: format)
    try packed.update(on: pool)
  }

  func parameter(_ name: String) throws -> Parameter { try #require(store[name]) }

  /// The weights of a parameter.
  func twin(_ name: String) throws -> TwinMatrix {
    let parameter = try parameter(name)
    return TwinMatrix(
      parameter.rows, parameter.columns, store.values.withFloats(parameter.range) { Array($0) })
  }

  /// Runs a forward pass that records nothing.
  func infer<Value>(
    dropout: RandomSource? = nil, shard: Int = 0, _ body: (Tape) throws -> Value
  ) throws -> Value {
    var result: Value?
    try pool.run(tasks: 1) { _, worker in
      worker.arena.reset()
      result = try body(
        Tape(worker: worker, store: store, packed: packed, dropout: dropout, shard: shard))
    }
    return try #require(result)
  }

  /// The gradients of all parameters and inputs, measured and worked out.
  func check(
    _ inputs: [GradientCheck.Input] = [], dropout: RandomSource? = nil,
    _ function: GradientCheck.Function
  ) throws -> [GradientCheck.Result] {
    var results: [GradientCheck.Result] = []
    try pool.run(tasks: 1) { _, worker in
      let check = GradientCheck(store, packed: packed, worker: worker, dropout: dropout)
      results = try check.run(inputs: inputs, function)
    }
    return results
  }
}

/// That each tensor has a gradient, but for those without, and that the measured one agrees.
func expectGradients(
  _ results: [GradientCheck.Result], without: Set<String> = [],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(!results.isEmpty, sourceLocation: sourceLocation)
  for result in results {
    #expect(
      result.relativeError < 1e-3, "gradient of \(result.name): \(result.relativeError)",
      sourceLocation: sourceLocation)
    #expect(
      without.contains(result.name) ? result.norm == 0 : result.norm > 0.1,
      "\(result.name) has a gradient of \(result.norm)", sourceLocation: sourceLocation)
  }
}

/// That float32 results agree with their twin in `Double`.
func expectTwin(
  _ actual: [Float], _ expected: [Double], tolerance: Double = 3e-6, _ what: String = "value",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.count == expected.count, sourceLocation: sourceLocation)
  var worst = (index: 0, error: 0.0)
  for (index, (a, e)) in zip(actual, expected).enumerated() where Double(a) != e {
    let error = abs(Double(a) - e) / max(1, abs(e))
    if !(error <= worst.error) { worst = (index, error) }
  }
  #expect(
    worst.error <= tolerance, "\(what) \(worst.index) is off by \(worst.error)",
    sourceLocation: sourceLocation)
}
