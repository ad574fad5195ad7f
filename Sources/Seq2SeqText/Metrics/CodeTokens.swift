/// How the evaluation of the CoNaLa baseline cuts a program (after Ling et al. 2016): a word is a run of a to z, A to Z,
/// 0 to 9 and underscores, cut anew where a capital follows a small letter; any other code point that is no
/// white space is a token of its own; both kinds of quotation mark are a back-tick.
enum CodeTokens {
  /// The line with a space at either side of what is a token.
  static func spaced(_ line: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(2 * line.count)
    var previous: UInt32 = 0
    for scalar in line {
      switch scalar {
      case 0x22, 0x27: result += [0x20, 0x60, 0x20]
      case 0x30...0x39, 0x5F, 0x61...0x7A: result.append(scalar)
      case 0x41...0x5A: result += 0x61...0x7A ~= previous ? [0x20, scalar] : [scalar]
      default: result += [0x20, scalar, 0x20]
      }
      previous = scalar
    }
    return result
  }
}
