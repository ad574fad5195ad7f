/// What is wrong with something the user gave: a file, a line, a key, an option.
///
/// It reads as one line, `FILE:LINE: what is wrong; what to do`, and carries the exit code of the
/// command. Nothing that a user can supply may end in a trap: it ends in one of these.
public struct UserError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The classes of mistake, with the exit codes of `sysexits.h`.
  public enum Kind: Int32, Sendable {
    /// Wrong usage or a wrong configuration.
    case usage = 64
    /// The data are not what they should be.
    case badData = 65
    /// A file that must exist does not.
    case missingInput = 66
    /// Reading or writing failed.
    case inputOutput = 74
  }

  /// The class of mistake.
  public var kind: Kind
  /// The file at fault, as the user named it.
  public var file: String?
  /// The line at fault, from 1.
  public var line: Int?
  /// What is wrong.
  public var problem: String
  /// What to do about it.
  public var remedy: String

  /// Makes an error of a kind, with its place if it has one.
  public init(
    _ kind: Kind, file: String? = nil, line: Int? = nil, _ problem: String, remedy: String
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  /// The one line that the user sees.
  public var description: String {
    let place = [file, line.map(String.init)].compactMap { $0 }.joined(separator: ":")
    return (place.isEmpty ? "" : place + ": ") + problem + "; " + remedy
  }
}
