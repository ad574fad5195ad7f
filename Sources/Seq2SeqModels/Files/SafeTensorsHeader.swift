/// The header of a safetensors file, read and checked: what each tensor is and where its bytes lie.
struct SafeTensorsHeader {
  /// One tensor: its type, its shape, and its bytes counted from the start of the data.
  struct Entry: Equatable {
    var type: TensorType
    var shape: [Int]
    var range: Range<Int>
  }

  /// As in the reference implementation: no header is longer.
  static let longest = 100_000_000

  private(set) var entries: [String: Entry] = [:]
  private(set) var metadata: [String: String] = [:]
  /// Where the value of the metadata key `digest` lies in the header, between its quotes.
  private(set) var digestRange: Range<Int>?

  /// Reads the JSON text `bytes`, which describes `dataCount` bytes of data.
  init(_ bytes: [UInt8], dataCount: Int) throws {
    guard bytes.first == UInt8(ascii: "{") else {
      throw HeaderProblem("the header does not begin with `{`")
    }
    var scanner = HeaderScanner(bytes)
    var hasMetadata = false
    try scanner.list("{", "}") { scanner in
      let name = try scanner.string().text
      try scanner.expect(":")
      if name == "__metadata__" {
        guard !hasMetadata else { throw HeaderProblem("the header holds `__metadata__` twice") }
        hasMetadata = true
        try readMetadata(&scanner)
      } else {
        let entry = try Self.entry(of: name, &scanner)
        guard entries.updateValue(entry, forKey: name) == nil else {
          throw HeaderProblem("the header holds the tensor `\(Self.quotable(name))` twice")
        }
      }
    }
    guard scanner.peek() == nil else {
      throw HeaderProblem("the header goes on after its last `}`")
    }
    try checkLayout(dataCount: dataCount)
  }

  private mutating func readMetadata(_ scanner: inout HeaderScanner) throws {
    try scanner.list("{", "}") { scanner in
      let key = try scanner.string().text
      try scanner.expect(":")
      let (value, range) = try scanner.string()
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw HeaderProblem("the metadata hold the key `\(Self.quotable(key))` twice")
      }
      if key == BlockDigest.key { digestRange = range }
    }
  }

  private static func entry(of name: String, _ scanner: inout HeaderScanner) throws -> Entry {
    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    let shown = quotable(name)
    try scanner.list("{", "}") { scanner in
      let field = try scanner.string().text
      try scanner.expect(":")
      switch field {
      case "dtype" where type == nil:
        let text = try scanner.string().text
        guard let known = TensorType(rawValue: text) else {
          throw HeaderProblem("tensor `\(shown)` has the unknown type `\(quotable(text))`")
        }
        type = known
      case "shape" where shape == nil: shape = try integers(&scanner)
      case "data_offsets" where offsets == nil: offsets = try integers(&scanner)
      default:
        throw HeaderProblem(
          "tensor `\(shown)` has the field `\(quotable(field))` twice or out of place")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw HeaderProblem("tensor `\(shown)` lacks its dtype, its shape or its two data_offsets")
    }
    guard offsets[0] <= offsets[1] else {
      throw HeaderProblem("tensor `\(shown)` ends before it begins")
    }
    guard byteCount(type, shape) == offsets[1] - offsets[0] else {
      throw HeaderProblem("the shape of tensor `\(shown)` does not match its data_offsets")
    }
    return Entry(type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  private static func integers(_ scanner: inout HeaderScanner) throws -> [Int] {
    var values: [Int] = []
    try scanner.list("[", "]") { values.append(try $0.integer()) }
    return values
  }

  /// The bytes of a tensor, or nil if their number overflows.
  ///
  /// A dimension of 0 makes no exception: the others must not overflow either, since users of the
  /// shape multiply them.
  static func byteCount(_ type: TensorType, _ shape: [Int]) -> Int? {
    var product = type.size
    for dimension in shape where dimension != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }

  /// The tensors must fill the data from the first byte to the last, without overlap or hole.
  private func checkLayout(dataCount: Int) throws {
    var end = 0
    let inOrder = entries.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound)
        < ($1.value.range.lowerBound, $1.value.range.upperBound)
    }
    for (name, entry) in inOrder {
      guard entry.range.lowerBound == end else {
        let overlaps = entry.range.lowerBound < end
        let fault = overlaps ? "overlaps the one before" : "leaves a hole before"
        throw HeaderProblem("tensor `\(Self.quotable(name))` \(fault) it")
      }
      end = entry.range.upperBound
      guard end <= dataCount else {
        throw HeaderProblem(
          "tensor `\(Self.quotable(name))` reaches beyond the end: the file is cut short")
      }
    }
    guard end == dataCount else {
      throw HeaderProblem("\(dataCount - end) bytes follow the last tensor")
    }
  }

  /// A name from a file, fit for a one-line message.
  static func quotable(_ name: String) -> String {
    let scalars = name.unicodeScalars.prefix(60).map { scalar in
      let category = scalar.properties.generalCategory
      let breaks: [Unicode.GeneralCategory] = [
        .control, .format, .lineSeparator, .paragraphSeparator,
      ]
      return breaks.contains(category) ? "\u{FFFD}" : Character(scalar)
    }
    return String(scalars) + (name.unicodeScalars.count > 60 ? "…" : "")
  }
}
