import Seq2SeqTensors
import Testing

/// One of PyTorch's operation fixtures with its parameters in a store, ready for a tape.
struct OperationParityRig<Parts> {
  let fixture: ParityFixture
  /// What the test declared.
  let parts: Parts
  private let store: ParameterStore
  private let packed: PackedWeights
  private let gradients: FloatBuffer
  private let pool = WorkerPool(threads: 1)

  /// Parameters are named like the fixture's tensors.
  init(
    _ name: String, _ declare: (inout ParameterBuilder, ParityFixture) throws -> Parts
  ) throws {
    fixture = try ParityFixture("operation-\(name).safetensors")
    var builder = ParameterBuilder()
    parts = try declare(&builder, fixture)
    store = builder.store()
    for parameter in store.parameters {
      let numbers = try fixture.floats(parameter.name)
      try #require(numbers.count == parameter.count)
      store.values.withFloats(parameter.range) { part in
        for index in part.indices { part[index] = numbers[index] }
      }
    }
    packed = try PackedWeights(store, training: true)
    try packed.update(on: pool)
    gradients = FloatBuffer(count: store.size)
  }

  /// Runs a body that goes forward and backward, then holds the parameters' gradients to PyTorch's.
  func run(_ body: (Tape) throws -> Void) throws {
    try pool.run(tasks: 1) { _, worker in
      try body(Tape(worker: worker, store: store, packed: packed, gradients: gradients))
    }
    for parameter in store.parameters {
      let name = "gradient.\(parameter.name)"
      expectClose(
        gradients.withFloats(parameter.range) { Array($0) }, try fixture.floats(name), name)
    }
  }

  /// An input of the fixture, whose last dimension are the columns.
  func tensor(_ tape: Tape, _ name: String) throws -> Tensor {
    let numbers = try fixture.floats(name)
    let columns = try #require(try fixture.shape(name).last)
    let tensor = tape.tensor(rows: numbers.count / columns, columns: columns)
    tensor.fill(from: numbers)
    return tensor
  }

  /// An input whose groups of `batch` rows are each filled up with zeros to a tile.
  func tiled(_ tape: Tape, _ name: String, batch: Int) throws -> Tensor {
    let columns = try #require(try fixture.shape(name).last)
    let numbers = tiled(try fixture.floats(name), batch: batch, columns: columns)
    let tensor = tape.tensor(rows: numbers.count / columns, columns: columns)
    tensor.fill(from: numbers)
    return tensor
  }

  func tiled(_ numbers: [Float], batch: Int, columns: Int) -> [Float] {
    let filling = [Float](repeating: 0, count: (Arena.tileRows - batch) * columns)
    return stride(from: 0, to: numbers.count, by: batch * columns).flatMap {
      Array(numbers[$0..<$0 + batch * columns]) + filling
    }
  }

  /// The way back.
  func untiled(_ numbers: [Float], batch: Int, columns: Int) -> [Float] {
    stride(from: 0, to: numbers.count, by: Arena.tileRows * columns).flatMap {
      Array(numbers[$0..<$0 + batch * columns])
    }
  }
}
