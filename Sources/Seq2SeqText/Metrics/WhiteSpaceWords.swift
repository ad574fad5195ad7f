/// What white space separates, by Python's notion of it, as it stands: the tokens of ROUGE and of distinct-n.
enum WhiteSpaceWords {
  /// The words of a line.
  static func words(of line: String) -> [String] {
    line.unicodeScalars.split { PythonWhiteSpace.contains($0.value) }.map(String.init)
  }
}
