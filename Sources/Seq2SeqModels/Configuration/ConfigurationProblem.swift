/// A value that cannot be, or several that cannot be together.
package struct ConfigurationProblem: Equatable, Sendable {
  /// The key paths at fault (`model.dropout`), the first to change first.
  package var keys: [String]
  /// What is wrong.
  package var problem: String
  /// What to do about it.
  package var remedy: String
}
