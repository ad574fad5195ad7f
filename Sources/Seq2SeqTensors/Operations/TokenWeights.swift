/// What an error at each target token counts in the loss, as `weight` in PyTorch's cross-entropy.
package struct TokenWeights: Sendable, Equatable {
  /// A weight for each token of the vocabulary, 0 or more.
  let values: [Float]
  /// Their sum.
  let sum: Double

  package init(_ values: [Float]) {
    self.values = values
    sum = values.reduce(0) { $0 + Double($1) }
  }

  /// The weights of some targets together.
  package func total(of targets: [Int32]) -> Double {
    targets.reduce(0) { $0 + Double(values[Int($1)]) }
  }

  /// The weight of each token.
  package var array: [Float] { values }
}
