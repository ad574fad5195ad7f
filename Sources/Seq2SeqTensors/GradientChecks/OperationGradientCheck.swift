/// The gradient check of one operation at uneven sizes. `seq2seq gradcheck` and the tests take the same
/// list; a test sees to it that no operation with a way back is missing.
package struct OperationGradientCheck: Sendable, CustomStringConvertible {
  /// A scalar function of the operation's results; see `GradientCheck.Function`.
  package typealias Function =
    @Sendable (
      _ tape: Tape, _ parameters: [Parameter], _ inputs: [Tensor]
    ) -> Double

  /// The function of `Tape`, or the type.
  package let name: String
  /// The file under `Operations`, without its ending.
  package let file: String
  /// The shapes of the parameters: matrices have several rows.
  private let parameters: [(rows: Int, columns: Int, role: Parameter.Role)]
  private let inputs: [(rows: Int, columns: Int)]
  private let function: Function

  init(
    _ name: String, file: String? = nil,
    parameters: [(rows: Int, columns: Int, role: Parameter.Role)] = [],
    inputs: [(rows: Int, columns: Int)] = [], _ function: @escaping Function
  ) {
    self.name = name
    self.file = file ?? name.prefix(1).uppercased() + name.dropFirst()
    self.parameters = parameters
    self.inputs = inputs
    self.function = function
  }

  package var description: String { name }

  package static let allCases = products + elements + recurrentSteps + attention + losses

  /// Runs the check on the calling thread, whose worker is given.
  package func run(by worker: Worker) throws -> [GradientCheck.Result] {
    var builder = ParameterBuilder()
    let parameters = self.parameters.enumerated().map { index, shape in
      builder.add(
        "parameter \(index + 1)", rows: shape.rows, columns: shape.columns, role: shape.role,
        .uniform(0.8))
    }
    let store = builder.store()
    store.initialize(seed: 1)
    let packed = try PackedWeights(store, training: true)
    try packed.update(by: worker)
    let inputs = self.inputs.enumerated().map { index, shape in
      GradientCheck.Input(
        "input \(index + 1)", rows: shape.rows, columns: shape.columns,
        values: Self.numbers(shape.rows * shape.columns, stream: UInt32(index), bound: 1.5))
    }
    let check = GradientCheck(
      store, packed: packed, worker: worker, dropout: RandomSource(seed: 2, update: 0))
    return try check.run(inputs: inputs) { tape, inputs in function(tape, parameters, inputs) }
  }

  private static func numbers(_ count: Int, stream: UInt32, bound: Float) -> [Float] {
    var generator = RandomSource(seed: 3, update: 0).generator(stream: stream)
    return (0..<count).map { _ in .random(in: -bound...bound, using: &generator) }
  }
}

extension Tape {
  /// A scalar of a tensor: its product with numbers that look random.
  func scalar(_ x: Tensor) -> Double {
    var generator = RandomSource(seed: 4, update: 0).generator(stream: 0)
    return innerProduct(
      x, (0..<x.count).map { _ in Float.random(in: -1...1, using: &generator) })
  }
}
