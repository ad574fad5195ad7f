import ArgumentParser
import Seq2Seq

/// `--precision`.
struct PrecisionArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The number format of matrix products: \(PrecisionArguments.names). That in which the model was trained \
      unless given, or int8 for a model that was exported so.
      """,
      valueName: "format"))
  var precision: String?

  private static let names = InferencePrecision.allCases.map(\.rawValue).joined(separator: ", ")

  /// The precision; nil if it is not given. Errors: `UserError` with the nearest name.
  func value() throws -> InferencePrecision? { try PrecisionArguments.value(of: precision) }

  static func value(of precision: String?) throws -> InferencePrecision? {
    guard let precision else { return nil }
    guard let value = InferencePrecision(rawValue: precision) else {
      let known = InferencePrecision.allCases.map(\.rawValue)
      throw UserError(
        .usage, "--precision is \(precision)",
        remedy: Spelling.nearest(to: precision, among: known).map { "did you mean '\($0)'?" }
          ?? "choose from " + Self.names)
    }
    if !value.isAvailable {
      StandardError.write(
        "warning: this processor does not multiply in \(value.rawValue); it is no faster than float32\n"
      )
    }
    return value
  }
}
