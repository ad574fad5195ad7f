import CKernels
import Dispatch

/// All parameters of a model in one flat buffer, by scoped name, so that the optimizer, clipping and the
/// checkpoint are one call each.
public final class ParameterStore: @unchecked Sendable {
  /// In the order in which the model declared them.
  public let parameters: [Parameter]
  private let initializations: [Initialization]
  /// The weights; parameters start at multiples of 16 floats, the gaps are zero.
  package let values: FloatBuffer

  init(parameters: [Parameter], initializations: [Initialization], size: Int) {
    self.parameters = parameters
    self.initializations = initializations
    values = FloatBuffer(count: size)
  }

  /// The number of weights.
  public var count: Int { parameters.reduce(0) { $0 + $1.count } }

  /// The length of the flat buffer, gaps included.
  package var size: Int { values.count }

  /// The parameter of a name.
  public subscript(name: String) -> Parameter? { parameters.first { $0.name == name } }

  /// Sets all weights, parameter by parameter in their order; threads share the parameters.
  package func load(_ numbers: [UnsafeBufferPointer<Float>], threads: Int) {
    precondition(zip(parameters, numbers).allSatisfy { $0.count == $1.count })
    precondition(parameters.count == numbers.count)
    nonisolated(unsafe) let numbers = numbers
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for index in stride(from: thread, to: numbers.count, by: threads) {
        values.withFloats(parameters[index].range) { part in
          _ = part.update(fromContentsOf: numbers[index])
        }
      }
    }
  }

  /// Draws every parameter's first values; each depends on the seed and its place only.
  package func initialize(seed: UInt64) {
    for (parameter, initialization) in zip(parameters, initializations) {
      values.withFloats(parameter.range) { part in
        let stream = UInt32(truncatingIfNeeded: parameter.index)
        switch initialization {
        case .zeros:
          part.update(repeating: 0)
        case .uniform(let bound):
          ck_uniform(part.baseAddress, part.count, bound, seed, stream)
        case .glorot(let gates):
          let sum = Float(parameter.rows / gates + parameter.columns)
          ck_uniform(part.baseAddress, part.count, (6 / sum).squareRoot(), seed, stream)
        case .gates(let constants):
          let each = parameter.count / constants.count
          for index in part.indices { part[index] = constants[index / each] }
        }
      }
    }
  }
}
