/// A code point that the training pairs do not have.
public struct UnseenSymbol: Sendable, Equatable, Encodable {
  /// The code point itself.
  public var symbol: String
  /// `U+AC00`.
  public var codePoint: String
  /// Its name in the Unicode Standard, or a label such as `<private-use-E000>` where there is none.
  public var name: String
  /// How often it occurs.
  public var count: Int
  /// The number of the line, from 1, where it occurs first.
  public var firstLine: Int

  enum CodingKeys: String, CodingKey {
    case symbol, name, count
    case codePoint = "code_point"
    case firstLine = "first_line"
  }

  init(_ scalar: Unicode.Scalar, count: Int, firstLine: Int) {
    symbol = String(scalar)
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    codePoint = "U+" + padded
    name = scalar.properties.name ?? "<\(UnseenSymbol.kind(of: scalar))-\(padded)>"
    (self.count, self.firstLine) = (count, firstLine)
  }

  /// The labels of the Unicode Standard, section 4.8.
  private static func kind(of scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control: "control"
    case .privateUse: "private-use"
    default: scalar.properties.isNoncharacterCodePoint ? "noncharacter" : "reserved"
    }
  }
}
