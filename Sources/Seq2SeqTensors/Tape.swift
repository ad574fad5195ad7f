/// The record of one forward pass: what must be done to go back.
///
/// Each operation computes its result and, while recording, leaves a closure that adds to the gradients
/// of what it read; `backward` runs them in reverse. With recording off the same code is inference. One
/// operation is a whole layer or step, never a single number: a closure costs 0.1 µs.
public final class Tape {
  package let worker: Worker
  let arena: Arena
  let store: ParameterStore
  let packed: PackedWeights
  private let gradients: FloatBuffer?
  private let dropoutSource: RandomSource?
  private var dropoutStream: UInt32
  private var steps: [() -> Void] = []

  /// - Parameters:
  ///   - arena: where tensors are made; the worker's own unless given.
  ///   - gradients: where parameters' gradients are added, laid out like the store; nil: inference.
  ///   - dropout: the source of dropout masks; nil: no dropout.
  ///   - shard: keeps the masks of the shards of one update apart.
  package init(
    worker: Worker, store: ParameterStore, packed: PackedWeights, arena: Arena? = nil,
    gradients: FloatBuffer? = nil, dropout: RandomSource? = nil, shard: Int = 0
  ) {
    self.worker = worker
    self.arena = arena ?? worker.arena
    self.store = store
    self.packed = packed
    self.gradients = gradients
    dropoutSource = dropout
    dropoutStream = UInt32(truncatingIfNeeded: shard) << 16
  }

  /// Whether operations leave their way back.
  package var isRecording: Bool { gradients != nil }

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
    if isRecording { steps.append(step) }
  }

  /// Goes back from the loss: gradients of all that was read are added up.
  package func backward() {
    while let step = steps.popLast() { step() }
  }

  /// The weights of a parameter.
  func weights(_ parameter: Parameter) -> UnsafePointer<Float> { store.pointer(parameter) }

  /// The gradient of a parameter; only while recording.
  func gradient(_ parameter: Parameter) -> UnsafeMutablePointer<Float> {
    guard let gradients else { preconditionFailure("a gradient was asked for unrecorded") }
    return gradients.pointer + parameter.offset
  }

  /// Where the next dropout mask comes from; nil when there is no dropout.
  func nextDropout() -> (source: RandomSource, stream: UInt32)? {
    guard let dropoutSource else { return nil }
    defer { dropoutStream &+= 1 }
    return (dropoutSource, dropoutStream)
  }
}
