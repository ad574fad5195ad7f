/// A dense row-major matrix of float32 in an `Arena`, with its gradient when a `Tape` records.
///
/// A trivial struct: copying it copies no numbers. It is alive until the arena is reset; debug builds
/// check that. Sequences are time-major: row `t * B + b` belongs to time `t` and sentence `b`.
public struct Tensor {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  private let valuePointer: UnsafeMutablePointer<Float>
  private let gradientPointer: UnsafeMutablePointer<Float>?
  #if DEBUG
    private let currentGeneration: UnsafePointer<Int>
    private let generation: Int
  #endif

  init(
    rows: Int, columns: Int, values: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?, generation: UnsafePointer<Int>
  ) {
    self.rows = rows
    self.columns = columns
    valuePointer = values
    gradientPointer = gradient
    #if DEBUG
      currentGeneration = generation
      self.generation = generation.pointee
    #endif
  }

  private init(slice rows: Range<Int>, of whole: Tensor) {
    self.rows = rows.count
    columns = whole.columns
    let offset = rows.lowerBound * whole.columns
    valuePointer = whole.valuePointer + offset
    gradientPointer = whole.gradientPointer.map { $0 + offset }
    #if DEBUG
      currentGeneration = whole.currentGeneration
      generation = whole.generation
    #endif
  }

  /// The numbers.
  var values: UnsafeMutablePointer<Float> {
    #if DEBUG
      precondition(currentGeneration.pointee == generation, "a tensor outlived its arena")
    #endif
    return valuePointer
  }

  /// Where the gradient of the loss is collected; only while recording.
  var gradient: UnsafeMutablePointer<Float> {
    #if DEBUG
      precondition(currentGeneration.pointee == generation, "a tensor outlived its arena")
    #endif
    guard let gradientPointer else { preconditionFailure("a gradient was asked for unrecorded") }
    return gradientPointer
  }

  /// The number of elements.
  public var count: Int { rows * columns }

  /// Some of the rows; shares numbers and gradient.
  package func slice(_ range: Range<Int>) -> Tensor {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return Tensor(slice: range, of: self)
  }

  /// The rows of one time step of a sequence of `batch` rows a step.
  package func step(_ time: Int, batch: Int) -> Tensor {
    slice(time * batch..<(time + 1) * batch)
  }

  /// A copy of the numbers.
  public var array: [Float] { Array(UnsafeBufferPointer(start: values, count: count)) }

  /// A copy of the gradient.
  package var gradientArray: [Float] { Array(UnsafeBufferPointer(start: gradient, count: count)) }

  /// A copy of one row.
  package func row(_ index: Int) -> [Float] { slice(index..<index + 1).array }

  /// Overwrites the numbers.
  package func fill(from numbers: [Float]) {
    precondition(numbers.count == count)
    numbers.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { values.update(from: base, count: count) }
    }
  }

  /// Overwrites the gradient; tests start a backward pass in the middle with it.
  package func fillGradient(from numbers: [Float]) {
    precondition(numbers.count == count)
    numbers.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { gradient.update(from: base, count: count) }
    }
  }
}
