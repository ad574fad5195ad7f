import CKernels
import Synchronization

/// All parameters of a model by scoped name.
///
/// A model that is trained has its weights in one flat buffer, so that the optimizer, clipping and the
/// checkpoint are one call each. One that was opened from a file reads them where they lie in the file,
/// perhaps quantized, and they cannot be changed.
public final class ParameterStore: @unchecked Sendable {
  /// In the order in which the model declared them.
  public let parameters: [Parameter]
  /// The length of the flat buffer, gaps included.
  package let size: Int
  /// The number of biases' numbers.
  let biasSize: Int
  private let biasOffsets: [Int]
  private let initializations: [Initialization]
  private let home: Home

  private enum Home {
    case buffer(FloatBuffer)
    /// The numbers of each parameter, and who keeps them alive.
    case file([StoredWeights], owner: AnyObject)
  }

  /// What stands in the place of quantized weights where somebody wanted to see it in float32.
  private let dequantized = Mutex<[Int: FloatBuffer]>([:])

  init(parameters: [Parameter], initializations: [Initialization], size: Int) {
    self.parameters = parameters
    self.initializations = initializations
    self.size = size
    (biasOffsets, biasSize) = Self.biases(parameters)
    home = .buffer(FloatBuffer(count: size))
  }

  init(parameters: [Parameter], size: Int, numbers: [StoredWeights], owner: AnyObject) {
    precondition(parameters.count == numbers.count)
    precondition(zip(parameters, numbers).allSatisfy { $0.count == $1.count })
    self.parameters = parameters
    self.size = size
    (biasOffsets, biasSize) = Self.biases(parameters)
    initializations = []
    home = .file(numbers, owner: owner)
  }

  /// Where each parameter would lie among the biases alone, and how much room they take.
  private static func biases(_ parameters: [Parameter]) -> (offsets: [Int], size: Int) {
    var size = 0
    let offsets = parameters.map { parameter in
      defer { size += parameter.role == .bias ? (parameter.count + 15) / 16 * 16 : 0 }
      return size
    }
    return (offsets, size)
  }

  /// The place of a bias in a buffer that holds nothing but biases.
  func biasOffset(_ parameter: Parameter) -> Int {
    precondition(parameter.role == .bias)
    return biasOffsets[parameter.index]
  }

  /// The weights to change; parameters start at multiples of 16 floats, the gaps are zero.
  package var values: FloatBuffer {
    guard case .buffer(let buffer) = home else {
      preconditionFailure("the weights of a model that was opened from a file cannot be changed")
    }
    return buffer
  }

  /// The weights in a flat buffer of their own, wherever they lie here.
  package func copyOfValues() -> FloatBuffer {
    let copy = FloatBuffer(count: size)
    for parameter in parameters {
      copy.withFloats(parameter.range) { part in
        withWeights(of: parameter) { _ = part.update(fromContentsOf: $0) }
      }
    }
    return copy
  }

  /// The weights of a parameter, row by row.
  package func withWeights<R>(
    of parameter: Parameter, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeBufferPointer(start: pointer(parameter), count: parameter.count))
  }

  /// Where the weights of a parameter lie, as long as the store lives.
  func pointer(_ parameter: Parameter) -> UnsafePointer<Float> {
    switch home {
    case .buffer(let buffer): return UnsafePointer(buffer.pointer + parameter.offset)
    case .file(let places, _):
      if case .floats(let floats) = places[parameter.index], let start = floats.baseAddress {
        return start
      }
      return pointer(dequantized: parameter)
    }
  }

  /// The weights of a parameter as they lie in the file, if they are quantized there.
  package func quantized(_ parameter: Parameter) -> QuantizedWeights? {
    guard case .file(let places, _) = home, case .quantized(let weights) = places[parameter.index]
    else { return nil }
    return weights
  }

  /// Whether any weights are quantized.
  package var isQuantized: Bool { parameters.contains { quantized($0) != nil } }

  private func pointer(dequantized parameter: Parameter) -> UnsafePointer<Float> {
    let buffer = dequantized.withLock { known in
      if let buffer = known[parameter.index] { return buffer }
      let buffer = quantized(parameter)?.dequantized() ?? FloatBuffer(count: parameter.count)
      known[parameter.index] = buffer
      return buffer
    }
    return UnsafePointer(buffer.pointer)
  }

  /// The number of weights.
  public var count: Int { parameters.reduce(0) { $0 + $1.count } }

  /// The parameter of a name.
  public subscript(name: String) -> Parameter? { parameters.first { $0.name == name } }

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
