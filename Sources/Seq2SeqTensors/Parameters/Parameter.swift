/// A named matrix among a model's parameters: a handle, no numbers.
public struct Parameter: Sendable, Hashable {
  /// What a parameter is used for.
  package enum Role: Sendable, Hashable {
    /// The right side of matrix products: `y = x * weight^T`. Its rows may be looked up as well; the
    /// gradients of both uses are added up.
    case matrix
    /// Rows that are looked up and nothing else.
    case table
    /// A row that is used element by element, as a rule added.
    case bias
  }

  /// Its place in the store.
  package let index: Int
  /// The scoped name, as in `encoder.layer0.forward.inputWeight`.
  public let name: String
  /// The number of rows (outputs of a product).
  public let rows: Int
  /// The number of columns (inputs of a product).
  public let columns: Int
  /// The first number's place in the flat buffer.
  package let offset: Int
  package let role: Role

  /// The number of weights.
  public var count: Int { rows * columns }
  /// Its part of the flat buffer.
  package var range: Range<Int> { offset..<offset + count }
}
