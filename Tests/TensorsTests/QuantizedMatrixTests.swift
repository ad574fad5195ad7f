import Testing

@testable import Seq2SeqTensors

/// Weights as 8-bit integers, and how much of the largest weight the largest integer stands for.
@Suite struct QuantizedMatrixTests {
  /// The error of one row under a clipping, in loops that are too simple to be wrong.
  private func error(_ row: [Float], _ clipping: Float, samples: [[Float]]?) -> Double {
    let scale = Double((row.map(abs).max() ?? 0) * clipping) / 127
    let changes = row.map { weight in
      let integer = min(127, max(-127, (Double(weight) / scale).rounded(.toNearestOrEven)))
      return integer * scale - Double(weight)
    }
    guard let samples else { return changes.reduce(0) { $0 + $1 * $1 } }
    return samples.reduce(0) { sum, sample in
      let change = zip(changes, sample).reduce(0) { $0 + $1.0 * Double($1.1) }
      return sum + change * change
    }
  }

  @Test(arguments: [false, true]) func eachRowTakesTheBestClipping(hasSamples: Bool) throws {
    let (rows, columns) = (40, 23)
    var numbers = EngineNumbers(63)
    var weights = numbers.floats(rows * columns)
    // The largest weights of half of the rows meet nothing but zeros, as those of unused units do.
    for row in stride(from: 0, to: rows, by: 2) { weights[row * columns] = 1.5 }
    let samples = hasSamples ? (0..<7).map { _ in [0] + numbers.floats(columns - 1) } : nil
    let matrix = weights.withUnsafeBufferPointer {
      QuantizedMatrix(
        $0, rows: rows, columns: columns, samples: samples.map { Array($0.joined()) } ?? [])
    }
    var chosen: Set<Float> = []
    for row in 0..<rows {
      let numbers = Array(weights[row * columns..<(row + 1) * columns])
      let largest = numbers.map(abs).max() ?? 0
      let clipping = matrix.weights.scales[row] * 127 / largest
      let nearest = QuantizedMatrix.clippings.min { abs($0 - clipping) < abs($1 - clipping) } ?? 0
      #expect(abs(nearest - clipping) < 1e-4)
      chosen.insert(nearest)
      let errors = QuantizedMatrix.clippings.map { error(numbers, $0, samples: samples) }
      let least = errors.min() ?? 0
      #expect(error(numbers, nearest, samples: samples) <= least * 1.001 + 1e-12)
      for (value, weight) in zip(
        matrix.weights.values[row * columns..<(row + 1) * columns], numbers)
      {
        let exact: Double = Double(weight) / Double(matrix.weights.scales[row])
        let held: Double = min(127, max(-127, exact))
        #expect(abs(Double(value) - held) < 0.5001)
      }
    }
    // To cut a weight costs more than finer steps save, unless nothing ever meets it.
    #expect(chosen.contains(1) && chosen.contains(0.8) == hasSamples)
  }

  @Test func hostileWeights() {
    let weights: [Float] = [0, 0, .nan, 1, .infinity, -1, 0x1p-140, -0x1p-140, 3e38, -3e38]
    let matrix = weights.withUnsafeBufferPointer { QuantizedMatrix($0, rows: 5, columns: 2) }
    let scales = Array(matrix.weights.scales)
    #expect(scales[0] == 0 && scales[1].isNaN && scales[2].isNaN && scales[3] == 0)
    #expect(Array(matrix.weights.values[0..<2]) == [0, 0])
    #expect(Array(matrix.weights.values[8..<10]) == [127, -127])
  }

  /// A store of quantized weights looks up, multiplies and shows what the integers and scales say.
  @Test func quantizedStore() throws {
    var numbers = EngineNumbers(64)
    var builder = ParameterBuilder()
    let table = builder.add("table", rows: 9, columns: 5, role: .table, .zeros)
    let weight = builder.add("weight", rows: 21, columns: 5, .zeros)
    let bias = builder.add("bias", rows: 1, columns: 21, role: .bias, .zeros)
    let floats = [table, weight, bias].map { numbers.floats($0.count) }
    let matrices = [(table, 0), (weight, 1)].map { parameter, index in
      floats[index].withUnsafeBufferPointer {
        QuantizedMatrix($0, rows: parameter.rows, columns: parameter.columns)
      }
    }
    let biases = UnsafeMutableBufferPointer<Float>.allocate(capacity: bias.count)
    defer { biases.deallocate() }
    _ = biases.initialize(from: floats[2])
    let store = builder.store(
      matrices.map { .quantized($0.weights) } + [.floats(UnsafeBufferPointer(biases))],
      owner: WeightOwner(matrices: matrices))
    #expect(store.isQuantized && store.quantized(bias) == nil)
    let shown = [table, weight].map { store.withWeights(of: $0) { Array($0) } }
    for (matrix, shown) in zip(matrices, shown) {
      let weights = matrix.weights
      let expected: [Double] = weights.values.indices.map {
        Double(weights.values[$0]) * Double(weights.scales[$0 / weights.columns])
      }
      expectTwin(shown, expected, tolerance: 1e-7)
    }
    let rows = numbers.floats(3 * 5)
    for format in [NumberFormat.float32, .int8InFloat32]
      + (NumberFormat.int8.isSupported ? [.int8] : [])
    {
      let pool = WorkerPool(threads: 1)
      let packed = try PackedWeights(store, training: false, format: format)
      try packed.update(on: pool)
      try pool.run(tasks: 1) { _, worker in
        let tape = Tape(worker: worker, store: store, packed: packed)
        let looked = tape.embedding([8, 0, 8], table).array
        let expected: [Float] = Array(shown[0][40..<45] + shown[0][0..<5] + shown[0][40..<45])
        #expect(looked == expected)
        let x = tape.tensor(rows: 3, columns: 5)
        x.fill(from: rows)
        let y = tape.linear(x, weight, bias: bias).array
        let product = TwinMatrix(3, 5, rows).timesTransposed(TwinMatrix(21, 5, shown[1]))
        let exact = product.adding(row: floats[2].map(Double.init)).numbers
        expectTwin(y, exact, tolerance: format == .float32 ? 1e-6 : 0.02)
      }
    }
  }

  private final class WeightOwner {
    let matrices: [QuantizedMatrix]
    init(matrices: [QuantizedMatrix]) { self.matrices = matrices }
  }

  /// Samples are rows that went through, evenly spaced, and no more than there is room for.
  @Test(arguments: [1, 100, 256, 257, 1000, 5000]) func inputSamples(count: Int) throws {
    let rig = try EngineRig([("weight", 3, 2, .matrix)])
    let weight = try rig.parameter("weight")
    let samples = InputSamples(rig.packed)
    try rig.pool.run(tasks: 1) { _, worker in
      worker.products.samples = samples
      defer { worker.products.samples = nil }
      for first in stride(from: 0, to: count, by: 50) {
        worker.arena.reset()
        let tape = Tape(worker: worker, store: rig.store, packed: rig.packed)
        let rows = first..<min(first + 50, count)
        let x = tape.tensor(rows: rows.count, columns: 2)
        x.fill(from: rows.flatMap { [Float($0), -Float($0)] })
        _ = tape.linear(x, weight)
      }
    }
    let rows = samples.rows(of: weight)
    let firsts: [Int] = stride(from: 0, to: rows.count, by: 2).map { Int(rows[$0]) }
    let fewest: Int = min(count, InputSamples.most / 2)
    #expect(firsts.count <= InputSamples.most)
    #expect(firsts.count >= fewest)
    let spacing: Int = firsts.count > 1 ? firsts[1] - firsts[0] : 1
    let spaced: [Int] = firsts.indices.map { $0 * spacing }
    #expect(firsts == spaced)
    let reached: Int = firsts.count * spacing
    #expect(reached >= count)
  }
}
