/// One line of the table of gradient checks: an operation or a whole model.
package struct GradientCheckReport: Sendable, Encodable {
  /// What was checked.
  package let name: String
  /// The parameters and inputs whose gradients were compared.
  package let tensors: Int
  /// The elements of them all.
  package let elements: Int
  /// The tensor that agrees worst.
  package let worst: String
  /// That tensor's error; see `GradientCheck.Result`.
  package let relativeError: Double
  /// Whether every tensor has a gradient that agrees.
  package let passed: Bool

  package init(_ name: String, _ results: [GradientCheck.Result]) {
    self.name = name
    tensors = results.count
    elements = results.reduce(0) { $0 + $1.count }
    // A gradient that is missing or no number is worse than any that is off.
    func badness(_ result: GradientCheck.Result) -> Double {
      result.passes || result.relativeError >= GradientCheck.tolerance
        ? result.relativeError : .infinity
    }
    let worst = results.max { badness($0) < badness($1) }
    self.worst = worst?.name ?? ""
    relativeError = worst?.relativeError ?? .nan
    passed = !results.isEmpty && results.allSatisfy(\.passes)
  }
}
