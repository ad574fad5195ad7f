/// White space as Python's `str.split` sees it, which decides what is a word in sacreBLEU.
enum PythonWhiteSpace {
  /// Whether a code point is white space: Unicode's property, and the four information separators.
  @inline(__always)
  static func contains(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar == 0x20 || (0x09...0x0D ~= scalar) || (0x1C...0x1F ~= scalar) }
    switch scalar {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return true
    default: return false
    }
  }
}
