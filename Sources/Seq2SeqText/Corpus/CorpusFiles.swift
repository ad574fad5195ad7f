/// The files that hold pairs of a source and a target, as the user names them.
public enum CorpusFiles: Sendable, Equatable {
  /// One file with `SOURCE<TAB>TARGET` on each line.
  case tsv(String)
  /// Two files with as many lines each: line N of one belongs to line N of the other.
  case parallel(source: String, target: String)

  /// The name for messages.
  public var name: String {
    switch self {
    case .tsv(let path): path
    case .parallel(let source, let target): "\(source) + \(target)"
    }
  }
}
