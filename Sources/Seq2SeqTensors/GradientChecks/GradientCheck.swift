import CKernels

/// Holds the gradients that a tape works out against slopes that are measured.
///
/// The measured derivative by an element x is a central difference, Richardson-extrapolated from
/// the steps h and h / 2 (Press et al., Numerical Recipes, § 5.7):
///
///     D(h) = (f(x + h) - f(x - h)) / 2h        df/dx = (4 D(h/2) - D(h)) / 3 + O(h^4)
///
/// Forward passes are the engine's own, in float32, so that what is checked is what runs; the
/// function's value is added up in `Double`. Two errors remain:
///
/// - truncation, h^4 / 480 times the fifth derivative: 5e-7 of it at h = 1/8;
/// - rounding. A float32 pass leaves some 2e-7 of noise δ in a function of order 1, and the
///   extrapolation turns it into 2 δ / h = 3e-6 in each element. (A plain difference as near as
///   that needs h = 1/256, which makes it 5e-5.)
///
/// Where the elements of a gradient are around 0.05 or more, both gradients agree to about 1e-4. A
/// wrong sign, index, factor or missing term is off by 1e-2 to 1, so that a threshold of 1e-3 tells
/// right from wrong, as float64 finite differences do. Keep weights and inputs around 1 and sums
/// short: smaller ones let gradients drown in the noise, larger ones bend the function within a
/// step.
///
/// Where a function bends sharply in some parameters and hardly depends on others, as layer
/// normalisation makes it, no one step serves all. `refinements` halve it again and again; of each
/// tensor that step is taken whose slopes differ least from the next one's (after Ridders 1982). What
/// they are compared with has no say in the choice.
package struct GradientCheck {
  /// A tensor that the function reads, beside the parameters.
  package struct Input: Sendable {
    /// What it is called in the result.
    package let name: String
    package let rows: Int
    package let columns: Int
    /// Row by row.
    package fileprivate(set) var values: [Float]

    package init(_ name: String, rows: Int, columns: Int, values: [Float]) {
      precondition(values.count == rows * columns)
      self.name = name
      self.rows = rows
      self.columns = columns
      self.values = values
    }
  }

  /// How well the two gradients of one tensor agree.
  package struct Result: Sendable {
    /// The parameter's or the input's name.
    package let name: String
    /// The elements that were compared.
    package let count: Int
    /// ‖analytic - numeric‖₂ / max(‖analytic‖₂, ‖numeric‖₂, `floor` √count); NaN if either is.
    package let relativeError: Double
    /// ‖analytic‖₂, which shows whether there was a gradient to compare.
    package let norm: Double

    /// Whether there was a gradient and the two agree.
    package var passes: Bool {
      relativeError < GradientCheck.tolerance && norm > GradientCheck.leastNorm
    }

    /// Whether a measurement with another step should be tried: not far below the limit, or beyond.
    package var isDoubtful: Bool { !(relativeError < GradientCheck.tolerance / 4) }

    /// The one of two measurements of the same gradient that it is closer to.
    package func closer(_ other: Result) -> Result {
      other.relativeError < relativeError || relativeError.isNaN ? other : self
    }
  }

  /// The relative error from which on a gradient is wrong.
  package static let tolerance = 1e-3

  /// The norm below which there was nothing to compare.
  package static let leastNorm = 1e-4

  /// A scalar function of the store's parameters and of the inputs. On a tape that records it must
  /// leave its own gradient of 1, as do `Tape.innerProduct` and, at a scale of 1,
  /// `Tape.projectionLoss`.
  package typealias Function = (_ tape: Tape, _ inputs: [Tensor]) throws -> Double

  /// A gradient whose elements are smaller than this, in the root mean square, is compared as if
  /// they were this large: a threshold of 1e-3 forgives 1e-5 in each, like PyTorch's `gradcheck`.
  package static let floor = 1e-2

  private let store: ParameterStore
  private let packed: PackedWeights
  private let worker: Worker
  private let step: Float
  private let refinements: Int
  private let largestCount: Int
  private let dropout: RandomSource?

  /// - Parameters:
  ///   - store: the parameters; each is moved and put back, so nobody else may use them meanwhile.
  ///   - packed: the store's weights, packed for training and up to date.
  ///   - worker: that of the calling thread; its arena is reset again and again.
  ///   - step: h, by default 1/8; the largest, with refinements.
  ///   - refinements: how many times h may be halved for a tensor; by default not at all.
  ///   - largestCount: how many elements of each tensor are compared, evenly spaced; by default
  ///     all.
  ///   - dropout: the source of masks; as they are counted, every pass draws the same ones.
  package init(
    _ store: ParameterStore, packed: PackedWeights, worker: Worker, step: Float = 0.125,
    refinements: Int = 0, largestCount: Int = .max, dropout: RandomSource? = nil
  ) {
    precondition(step > 0 && refinements >= 0 && largestCount > 0)
    self.store = store
    self.packed = packed
    self.worker = worker
    self.step = step
    self.refinements = refinements
    self.largestCount = largestCount
    self.dropout = dropout
  }

  /// Compares the gradients of all parameters of the store, then those of the inputs.
  package func run(inputs: [Input] = [], _ function: Function) throws -> [Result] {
    let (parameterGradients, inputGradients) = try analytic(inputs, function)
    var results: [Result] = []
    for parameter in store.parameters {
      let values = store.values.withFloats(parameter.range) { Array($0) }
      let gradient = parameterGradients.withFloats(parameter.range) { Array($0) }
      results.append(
        try compare(parameter.name, values, gradient) { index, moved in
          try set(parameter, index, to: moved)
          defer { store.values[parameter.offset + index] = values[index] }
          return try loss(inputs, function)
        })
      try pack(parameter)
    }
    for (place, input) in inputs.enumerated() {
      var movedInputs = inputs
      results.append(
        try compare(input.name, input.values, inputGradients[place]) { index, moved in
          movedInputs[place].values[index] = moved
          defer { movedInputs[place].values[index] = input.values[index] }
          return try loss(movedInputs, function)
        })
    }
    worker.arena.reset()
    return results
  }

  private func analytic(
    _ inputs: [Input], _ function: Function
  ) throws -> (parameters: FloatBuffer, inputs: [[Float]]) {
    worker.arena.reset()
    let gradients = FloatBuffer(count: store.size)
    let tape = Tape(
      worker: worker, store: store, packed: packed, gradients: gradients, dropout: dropout)
    let tensors = tensors(tape, inputs)
    _ = try function(tape, tensors)
    tape.backward()
    return (gradients, tensors.map(\.gradientArray))
  }

  private func loss(_ inputs: [Input], _ function: Function) throws -> Double {
    worker.arena.reset()
    let tape = Tape(worker: worker, store: store, packed: packed, dropout: dropout)
    return try function(tape, tensors(tape, inputs))
  }

  private func tensors(_ tape: Tape, _ inputs: [Input]) -> [Tensor] {
    inputs.map { input in
      let tensor = tape.tensor(rows: input.rows, columns: input.columns)
      tensor.fill(from: input.values)
      return tensor
    }
  }

  private func set(_ parameter: Parameter, _ index: Int, to value: Float) throws {
    store.values[parameter.offset + index] = value
    try pack(parameter)
  }

  /// Only what the forward pass reads.
  private func pack(_ parameter: Parameter) throws {
    guard parameter.role == .matrix else { return }
    let matrix = packed.forward(parameter)
    for slice in matrix.slices {
      try worker.products.pack(
        store.pointer(parameter), leading: parameter.columns,
        transposed: false, slice: slice, of: matrix)
    }
  }

  private func compare(
    _ name: String, _ values: [Float], _ analytic: [Float],
    _ loss: (_ index: Int, _ moved: Float) throws -> Double
  ) throws -> Result {
    let count = min(values.count, largestCount)
    let indices = (0..<count).map { $0 * values.count / count }
    let slopes = try settled(indices, values, loss)
    var (difference, analyticSquares, numericSquares) = (0.0, 0.0, 0.0)
    for (index, numeric) in zip(indices, slopes) {
      let expected = Double(analytic[index])
      difference += (expected - numeric) * (expected - numeric)
      analyticSquares += expected * expected
      numericSquares += numeric * numeric
    }
    let floor = GradientCheck.floor * GradientCheck.floor * Double(max(count, 1))
    let largest = max(analyticSquares, numericSquares, floor)
    return Result(
      name: name, count: count, relativeError: (difference / largest).squareRoot(),
      norm: analyticSquares.squareRoot())
  }

  /// The extrapolated slopes by some elements, at the step where they have settled.
  private func settled(
    _ indices: [Int], _ values: [Float], _ loss: (_ index: Int, _ moved: Float) throws -> Double
  ) throws -> [Double] {
    // One step more than may be chosen shows how far the last one is off.
    let halvings = refinements == 0 ? 1 : refinements + 2
    var step = step
    var differences: [[Double]] = []
    for _ in 0...halvings {
      differences.append(
        try indices.map { index in
          try slope(at: values[index], step: step) { try loss(index, $0) }
        })
      step /= 2
    }
    let extrapolated = zip(differences, differences.dropFirst()).map { wide, narrow in
      zip(wide, narrow).map { (4 * $1 - $0) / 3 }
    }
    let changes = zip(extrapolated, extrapolated.dropFirst()).map { wide, narrow in
      zip(wide, narrow).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let best = changes.indices.min { changes[$0] < changes[$1] } ?? 0
    return extrapolated[best]
  }

  /// The sums x + h and x - h are rounded; dividing by their true distance makes up for it.
  private func slope(
    at value: Float, step: Float, _ loss: (Float) throws -> Double
  ) rethrows -> Double {
    let (above, below) = (value + step, value - step)
    return (try loss(above) - loss(below)) / (Double(above) - Double(below))
  }
}

extension Tape {
  /// The sum of x times `weights`, element by element: a scalar whose gradient by x is `weights`.
  package func innerProduct(_ x: Tensor, _ weights: [Float]) -> Double {
    precondition(weights.count == x.count)
    record {
      weights.withUnsafeBufferPointer { weights in
        guard let base = weights.baseAddress else { return }
        ck_add(base, x.gradient, x.count)
      }
    }
    return zip(x.array, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
