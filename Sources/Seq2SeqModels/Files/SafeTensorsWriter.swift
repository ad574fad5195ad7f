import Seq2SeqText

/// Collects named tensors and writes them as one safetensors file, with a digest of its content.
///
/// The same tensors and metadata give the same bytes, whatever the order in which they were added.
/// The data begin at a multiple of 64 bytes; floats lie before bytes, so that all stay aligned.
package struct SafeTensorsWriter {
  private enum Content {
    case borrowed(UnsafeBufferPointer<Float>)
    case borrowedIntegers(UnsafeBufferPointer<Int8>)
    case floats([Float])
    case bytes([UInt8])

    var type: TensorType {
      switch self {
      case .borrowed, .floats: .float32
      case .borrowedIntegers: .int8
      case .bytes: .uint8
      }
    }

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
      switch self {
      case .borrowed(let floats): try body(UnsafeRawBufferPointer(floats))
      case .borrowedIntegers(let integers): try body(UnsafeRawBufferPointer(integers))
      case .floats(let floats): try floats.withUnsafeBytes(body)
      case .bytes(let bytes): try bytes.withUnsafeBytes(body)
      }
    }
  }

  private struct Item {
    var name: String
    var shape: [Int]
    var content: Content
  }

  /// Free text by key; `digest` and `digest.blocks` are the writer's own and are replaced.
  package var metadata: [String: String]
  private var items: [Item] = []

  /// Makes a writer without tensors.
  package init(metadata: [String: String] = [:]) { self.metadata = metadata }

  /// Adds an `F32` tensor whose memory stays valid and unchanged until `write` has returned.
  ///
  /// Adding a name twice, or a shape that does not match, is the caller's mistake and a trap.
  package mutating func add(_ name: String, shape: [Int], floats: UnsafeBufferPointer<Float>) {
    add(Item(name: name, shape: shape, content: .borrowed(floats)), count: floats.count)
  }

  /// Adds an `I8` tensor whose memory stays valid and unchanged until `write` has returned.
  package mutating func add(_ name: String, shape: [Int], integers: UnsafeBufferPointer<Int8>) {
    add(Item(name: name, shape: shape, content: .borrowedIntegers(integers)), count: integers.count)
  }

  /// Adds an `F32` tensor.
  package mutating func add(_ name: String, shape: [Int], floats: [Float]) {
    add(Item(name: name, shape: shape, content: .floats(floats)), count: floats.count)
  }

  /// Adds a `U8` tensor of one dimension.
  package mutating func add(_ name: String, bytes: [UInt8]) {
    add(Item(name: name, shape: [bytes.count], content: .bytes(bytes)), count: bytes.count)
  }

  private mutating func add(_ item: Item, count: Int) {
    precondition(item.shape.allSatisfy { $0 >= 0 }, "a dimension of \(item.name) is negative")
    precondition(
      item.shape.reduce(1, *) == count, "\(item.name): \(item.shape) is not \(count) values")
    precondition(
      item.name != "__metadata__" && !items.contains { $0.name == item.name },
      "a second tensor \(item.name)")
    items.append(item)
  }

  /// Replaces the file at `path` by these tensors, all at once; see `AtomicFile`.
  ///
  /// Errors: `UserError` of kind `.inputOutput`; what the file was before is then untouched.
  package func write(to path: String, threads: Int = 1) throws {
    let ordered = items.sorted { Self.key($0).lexicographicallyPrecedes(Self.key($1)) }
    try Self.withPieces(ordered[...], []) { pieces in
      let digest = BlockDigest(data: pieces, threads: threads)
      let header = try header(ordered, digest: digest, path: path)
      try header.withUnsafeBytes { try AtomicFile.write(pieces: [$0] + pieces, to: path) }
    }
  }

  /// Floats first, then by the name's bytes; String's own order may change with Unicode's tables.
  private static func key(_ item: Item) -> [UInt8] {
    [item.content.type == .float32 ? 0 : 1] + Array(item.name.utf8)
  }

  /// Calls `body` with the bytes of all tensors, where they lie.
  private static func withPieces(
    _ rest: ArraySlice<Item>, _ pieces: [UnsafeRawBufferPointer],
    _ body: ([UnsafeRawBufferPointer]) throws -> Void
  ) throws {
    guard let item = rest.first else { return try body(pieces) }
    try item.content.withBytes { try withPieces(rest.dropFirst(), pieces + [$0], body) }
  }

  /// The eight bytes of the length, and the JSON text.
  private func header(_ ordered: [Item], digest: BlockDigest, path: String) throws -> [UInt8] {
    var metadata = metadata
    metadata[BlockDigest.key] = BlockDigest.blank
    metadata[BlockDigest.blocksKey] = digest.blocks
    var json = [UInt8]("{\"__metadata__\":{".utf8)
    var digestStart = 0
    let keys = metadata.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (index, key) in keys.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json += Self.quoted(key) + [UInt8(ascii: ":")]
      if key == BlockDigest.key { digestStart = 8 + json.count + 1 }
      json += Self.quoted(metadata[key] ?? "")
    }
    json.append(UInt8(ascii: "}"))
    var start = 0
    for item in ordered {
      let end = start + item.content.withBytes { $0.count }
      json += [UInt8(ascii: ",")] + Self.quoted(item.name)
      json += Array(
        """
        :{"dtype":"\(item.content.type.rawValue)","shape":\(Self.list(item.shape)),\
        "data_offsets":\(Self.list([start, end]))}
        """.utf8)
      start = end
    }
    json.append(UInt8(ascii: "}"))
    while (8 + json.count) % 64 != 0 { json.append(UInt8(ascii: " ")) }
    guard json.count <= SafeTensorsHeader.longest else {
      throw UserError(
        .badData, file: path, "its header would be longer than the format allows (100 MB)",
        remedy: "make the vocabularies smaller")
    }
    var header = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) } + json
    let value = digest.value(header: header)
    header.replaceSubrange(digestStart..<digestStart + value.utf8.count, with: value.utf8)
    return header
  }

  private static func list(_ numbers: [Int]) -> String {
    "[" + numbers.map(String.init).joined(separator: ",") + "]"
  }

  /// A JSON string; all but quotes, backslashes and control characters stand for themselves.
  private static func quoted(_ text: String) -> [UInt8] {
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x10: bytes += Array("\\u000".utf8) + Array(String(byte, radix: 16).utf8)
      case 0x10..<0x20: bytes += Array("\\u00".utf8) + Array(String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
    return bytes + [UInt8(ascii: "\"")]
  }
}
