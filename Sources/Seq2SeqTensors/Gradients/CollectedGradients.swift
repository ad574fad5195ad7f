/// What one tape leaves, on its way back, for the gradients of the parameters.
///
/// The gradient of a matrix is a product over all rows of a batch. A tape only notes which numbers it is the
/// product of; `GradientSum` works it out for all tapes of a batch at once, so that a gradient is written
/// once for a batch and not once for each shard. What is noted lies in the tape's arena, which must not be
/// reset before. Biases are small: a tape adds up their gradients itself.
package final class CollectedGradients {
  /// The gradient += y^T x.
  struct OuterProduct {
    let y: ProductInput
    let x: ProductInput
    let rows: Int
  }

  /// The gradient[identifiers[r]] += rows[r].
  struct Lookup {
    let identifiers: [Int32]
    let rows: UnsafePointer<Float>
  }

  private(set) var products: [[OuterProduct]]
  private(set) var lookups: [[Lookup]]
  /// The gradients of all biases, one behind the other.
  let biases: FloatBuffer
  private let store: ParameterStore

  package init(_ store: ParameterStore) {
    self.store = store
    products = store.parameters.map { _ in [] }
    lookups = products.map { _ in [] }
    biases = FloatBuffer(count: store.biasSize)
  }

  /// Forgets everything.
  package func clear() {
    for index in products.indices {
      products[index].removeAll(keepingCapacity: true)
      lookups[index].removeAll(keepingCapacity: true)
    }
    biases.clear(0..<biases.count)
  }

  func add(_ product: OuterProduct, for parameter: Parameter) {
    products[parameter.index].append(product)
  }

  func add(_ lookup: Lookup, for parameter: Parameter) {
    lookups[parameter.index].append(lookup)
  }

  /// Where the gradient of a bias is added up.
  func bias(_ parameter: Parameter) -> UnsafeMutablePointer<Float> {
    biases.pointer + store.biasOffset(parameter)
  }

  /// Whether there is anything for a parameter.
  func hasAny(for parameter: Parameter) -> Bool {
    !products[parameter.index].isEmpty || !lookups[parameter.index].isEmpty
  }
}
