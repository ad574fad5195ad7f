/// An amount of memory as people write it: `2GB`, `500 MB`, `1.5GiB`.
package enum MemorySize {
  private static let units: [(name: String, bytes: Double)] = [
    ("KIB", 1024), ("MIB", 1_048_576), ("GIB", 1_073_741_824), ("TIB", 1_099_511_627_776),
    ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
  ]

  /// The bytes; nil for what is no amount, or none from 1 MB to 1 PB.
  package static func bytes(_ text: String) -> Int? {
    let text = text.uppercased().filter { !$0.isWhitespace && $0 != "_" }
    guard
      let unit = units.first(where: { text.hasSuffix($0.name) }),
      let number = Double(text.dropLast(unit.name.count)),
      case let bytes = number * unit.bytes, (1e6...1e15).contains(bytes)
    else { return nil }
    return Int(bytes)
  }

  /// Rounded up to whole megabytes.
  package static func text(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000)MB" }
}
