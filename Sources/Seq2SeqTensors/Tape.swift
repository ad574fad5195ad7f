/// The record of one forward pass: what must be done to go back.
///
/// Each operation computes its result and, while recording, leaves a closure that adds to the gradients
/// of what it read; `backward` runs them in reverse. With recording off the same code is inference. One
/// operation is a whole layer or step, never a single number: a closure costs 0.1 µs.
public final class Tape {
  /// Who runs the tape. The way back may be another thread's than the way forward.
  package var worker: Worker
  let arena: Arena
  let store: ParameterStore
  let packed: PackedWeights
  private let collected: CollectedGradients?
  /// Where the gradients go at the end of the way back, unless somebody else sees to that.
  private let destination: GradientSum?
  private let dropoutSource: RandomSource?
  private var dropoutStream: UInt32
  private var steps: [(kind: WorkKind, step: () -> Void)] = []
  private var kind = WorkKind.other

  /// A tape by itself.
  ///
  /// - Parameters:
  ///   - arena: where tensors are made; the worker's own unless given.
  ///   - gradients: where parameters' gradients are added, laid out like the store, at the end of
  ///     `backward`; nil: inference.
  ///   - dropout: the source of dropout masks; nil: no dropout.
  ///   - shard: keeps the masks of the shards of one update apart.
  package convenience init(
    worker: Worker, store: ParameterStore, packed: PackedWeights, arena: Arena? = nil,
    gradients: FloatBuffer? = nil, dropout: RandomSource? = nil, shard: Int = 0
  ) {
    self.init(
      worker: worker, store: store, packed: packed, arena: arena ?? worker.arena,
      collecting: gradients.map { _ in CollectedGradients(store) },
      destination: gradients.map { GradientSum(store, adding: $0) }, dropout: dropout, shard: shard)
  }

  /// One of a batch's tapes, which leaves to others to add the gradients up that it collects.
  package convenience init(
    worker: Worker, store: ParameterStore, packed: PackedWeights, arena: Arena,
    collecting: CollectedGradients, dropout: RandomSource?, shard: Int
  ) {
    self.init(
      worker: worker, store: store, packed: packed, arena: arena, collecting: collecting,
      destination: nil, dropout: dropout, shard: shard)
  }

  private init(
    worker: Worker, store: ParameterStore, packed: PackedWeights, arena: Arena,
    collecting: CollectedGradients?, destination: GradientSum?, dropout: RandomSource?, shard: Int
  ) {
    self.worker = worker
    self.arena = arena
    self.store = store
    self.packed = packed
    collected = collecting
    self.destination = destination
    dropoutSource = dropout
    dropoutStream = UInt32(truncatingIfNeeded: shard) << 16
  }

  /// Whether operations leave their way back.
  package var isRecording: Bool { collected != nil }

  /// A tensor with undefined numbers; its gradient, while recording, is zero.
  package func tensor(rows: Int, columns: Int) -> Tensor {
    arena.tensor(rows: rows, columns: columns, gradient: isRecording)
  }

  /// A tensor with undefined numbers that never has a gradient.
  package func scratch(rows: Int, columns: Int) -> Tensor {
    arena.tensor(rows: rows, columns: columns, gradient: false)
  }

  /// A tensor of zeros.
  package func zeros(rows: Int, columns: Int) -> Tensor {
    let result = tensor(rows: rows, columns: columns)
    result.values.update(repeating: 0, count: result.count)
    return result
  }

  /// Leaves a step of the way back.
  func record(_ step: @escaping () -> Void) {
    if isRecording { steps.append((kind, step)) }
  }

  /// Runs a part of the model whose time counts as `kind`: that of the part itself, and that of what it
  /// records on the way back.
  package func section<Result>(_ kind: WorkKind, _ body: () throws -> Result) rethrows -> Result {
    let outer = self.kind
    self.kind = kind
    worker.turn(to: kind)
    defer {
      self.kind = outer
      worker.turn(to: outer)
    }
    return try body()
  }

  /// Goes back from the loss: gradients of all that was read are added up.
  package func backward() {
    while let (kind, step) = steps.popLast() {
      worker.turn(to: kind, isBackward: true)
      step()
    }
    worker.turn(to: .other)
    if let collected, let destination {
      destination.add(collected, by: worker)
      collected.clear()
    }
  }

  /// The weights of a parameter.
  func weights(_ parameter: Parameter) -> UnsafePointer<Float> { store.pointer(parameter) }

  /// The gradient of a bias; only while recording.
  func gradient(_ bias: Parameter) -> UnsafeMutablePointer<Float> { recorded.bias(bias) }

  /// Adds y^T x to the gradient of a matrix; only while recording.
  func addGradient(of weight: Parameter, _ y: ProductInput, _ x: ProductInput, rows: Int) {
    precondition(y.columns == weight.rows && x.columns == weight.columns)
    recorded.add(CollectedGradients.OuterProduct(y: y, x: x, rows: rows), for: weight)
  }

  /// Adds rows to those of a table's gradient that have the numbers `identifiers`; only while recording.
  func addGradient(of table: Parameter, rows: UnsafePointer<Float>, at identifiers: [Int32]) {
    recorded.add(CollectedGradients.Lookup(identifiers: identifiers, rows: rows), for: table)
  }

  private var recorded: CollectedGradients {
    guard let collected else { preconditionFailure("a gradient was asked for unrecorded") }
    return collected
  }

  /// The numbers of a tensor as products read them.
  func productInput(_ x: Tensor) -> ProductInput {
    let input = unknownInput(x.values, rows: x.rows, columns: x.columns)
    input.update(0..<x.rows)
    return input
  }

  /// The same for numbers that are yet to come, or for a gradient.
  func unknownInput(
    _ numbers: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) -> ProductInput {
    ProductInput(numbers, rows: rows, columns: columns, format: packed.format, arena: arena)
  }

  /// Where the next dropout mask comes from; nil when there is no dropout.
  func nextDropout() -> (source: RandomSource, stream: UInt32)? {
    guard let dropoutSource else { return nil }
    defer { dropoutStream &+= 1 }
    return (dropoutSource, dropoutStream)
  }
}
