/// What counts as a token in BLEU, by sacreBLEU's names where it has one.
///
/// Everything here works on code points, as Python does: Swift's characters would join what
/// sacreBLEU takes apart, and Swift's strings are equal where Python's differ (NFC and NFD).
enum BLEUTokenization: String {
  /// What white space separates.
  case none
  /// The tokenization of mteval-v13a, the script of the NIST and WMT evaluations.
  case mteval13a = "13a"
  /// Each code point that is not white space.
  case characters = "char"
  /// Programs as the baseline of the CoNaLa challenge cuts them (Yin et al. 2018); see `CodeTokens`.
  case conala

  /// The tokens of a line pair as symbols: equal tokens, and only these, are equal symbols.
  func symbols(
    _ hypothesis: String, _ reference: String
  ) -> (hypothesis: [UInt32], reference: [UInt32]) {
    guard self != .characters else {
      return (
        BLEUTokenization.codePoints(of: hypothesis), BLEUTokenization.codePoints(of: reference)
      )
    }
    let hypothesisTokens = tokens(of: hypothesis)
    let referenceTokens = tokens(of: reference)
    var symbols: [ArraySlice<UInt32>: UInt32] = [:]
    symbols.reserveCapacity(hypothesisTokens.count + referenceTokens.count)
    func symbol(_ token: ArraySlice<UInt32>) -> UInt32 {
      if let known = symbols[token] { return known }
      let new = UInt32(truncatingIfNeeded: symbols.count)
      symbols[token] = new
      return new
    }
    return (hypothesisTokens.map(symbol), referenceTokens.map(symbol))
  }

  /// The code points of a line without white space.
  static func codePoints(of line: String) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(line.utf8.count)
    for scalar in line.unicodeScalars where !PythonWhiteSpace.contains(scalar.value) {
      result.append(scalar.value)
    }
    return result
  }

  /// The tokens of a line, as slices of its code points.
  func tokens(of line: String) -> [ArraySlice<UInt32>] {
    var scalars = line.unicodeScalars.map(\.value)
    if self == .conala { scalars = CodeTokens.spaced(scalars) }
    if self == .mteval13a {
      let end = scalars.lastIndex { !PythonWhiteSpace.contains($0) }.map { $0 + 1 } ?? 0
      scalars.removeSubrange(end...)
      scalars = Mteval13a.spaced(scalars)
    }
    return scalars.split(whereSeparator: PythonWhiteSpace.contains)
  }
}
