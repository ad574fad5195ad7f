import Foundation
import Seq2SeqText

/// A file of named tensors in the safetensors format, mapped into memory and checked.
///
/// The format (https://github.com/huggingface/safetensors) is eight bytes with the length of a JSON
/// header, the header, and the tensors' bytes. Nothing in it is code, and nothing in it is believed:
/// whatever the bytes are, opening the file ends in a `SafeTensorsFile` whose every tensor lies
/// inside the file, or in a `UserError`. Only `verifyDigest` reads the tensors' bytes.
///
/// The file must not be shortened in place while it is open; replacing it by renaming, as
/// `AtomicFile` does, is safe.
package final class SafeTensorsFile: Sendable {
  /// The file, as the user named it.
  package let path: String
  /// The file's free text, by key.
  package let metadata: [String: String]
  /// The names of the tensors, sorted by their UTF-8 bytes.
  package let names: [String]

  private let entries: [String: SafeTensorsHeader.Entry]
  private let digestRange: Range<Int>?
  private let mapping: FileMapping
  /// Where the data begin in the file.
  private let dataStart: Int

  /// Opens a file and checks its header.
  ///
  /// Errors: `UserError` of kind `.missingInput` if there is no such file, `.inputOutput` if it
  /// cannot be read, `.badData` if it is not a whole, well-formed safetensors file.
  package init(path: String) throws {
    self.path = path
    mapping = try FileMapping(path: path)
    do {
      let bytes = mapping.bytes
      guard bytes.count >= 8 else { throw HeaderProblem("has only \(bytes.count) bytes") }
      let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      guard length <= SafeTensorsHeader.longest, length <= bytes.count - 8 else {
        throw HeaderProblem("the header is said to be \(length) bytes long, which it cannot be")
      }
      dataStart = 8 + Int(length)
      let header = try SafeTensorsHeader(
        Array(bytes[8..<dataStart]), dataCount: bytes.count - dataStart)
      metadata = header.metadata
      entries = header.entries
      digestRange = header.digestRange
      names = header.entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch let problem as HeaderProblem {
      throw UserError(
        .badData, file: path, "not a whole safetensors file: \(problem.text)",
        remedy: "get the file again from where it came")
    }
  }

  /// The shape of a tensor, or nil if the file has none of that name.
  package func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// The element type of a tensor, or nil if the file has none of that name.
  package func type(of name: String) -> TensorType? { entries[name]?.type }

  /// Calls `body` with the values of an `F32` tensor, in row-major order, straight from the mapped
  /// file; they are copied only if the file's writer left them misaligned.
  package func withFloats<R>(
    _ name: String, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) throws -> R {
    let raw = try region(name, .float32)
    defer { withExtendedLifetime(self) {} }
    if Int(bitPattern: raw.baseAddress) % MemoryLayout<Float>.alignment == 0 {
      return try raw.withMemoryRebound(to: Float.self, body)
    }
    let copy = [Float](unsafeUninitializedCapacity: raw.count / 4) { floats, count in
      UnsafeMutableRawBufferPointer(floats).copyMemory(from: raw)
      count = raw.count / 4
    }
    return try copy.withUnsafeBufferPointer(body)
  }

  /// The values of an `F32` tensor where they lie in the mapped file, as long as this object lives.
  package func floats(_ name: String) throws -> UnsafeBufferPointer<Float> {
    let raw = try region(name, .float32)
    guard Int(bitPattern: raw.baseAddress) % MemoryLayout<Float>.alignment == 0 else {
      throw UserError(
        .badData, file: path, "tensor `\(SafeTensorsHeader.quotable(name))` is not aligned",
        remedy: "use a file that this program wrote for this purpose")
    }
    return UnsafeBufferPointer(
      start: raw.baseAddress?.assumingMemoryBound(to: Float.self), count: raw.count / 4)
  }

  /// The values of an `I8` tensor where they lie in the mapped file, as long as this object lives.
  package func integers(_ name: String) throws -> UnsafeBufferPointer<Int8> {
    let raw = try region(name, .int8)
    return UnsafeBufferPointer(
      start: raw.baseAddress?.assumingMemoryBound(to: Int8.self), count: raw.count)
  }

  /// The content of a `U8` tensor.
  package func bytes(_ name: String) throws -> [UInt8] { Array(try region(name, .uint8)) }

  /// Calls `body` with the bytes of a tensor of any type, little-endian, perhaps misaligned.
  package func withBytes<R>(
    _ name: String, _ body: (UnsafeRawBufferPointer) throws -> R
  ) throws -> R {
    defer { withExtendedLifetime(self) {} }
    return try body(try region(name, nil))
  }

  private func region(_ name: String, _ type: TensorType?) throws -> UnsafeRawBufferPointer {
    let shown = SafeTensorsHeader.quotable(name)
    guard let entry = entries[name] else {
      throw UserError(
        .badData, file: path, "has no tensor `\(shown)`",
        remedy: "use a file that this program wrote for this purpose")
    }
    guard type == nil || entry.type == type else {
      throw UserError(
        .badData, file: path,
        "tensor `\(shown)` is of type \(entry.type.rawValue), not \(type?.rawValue ?? "")",
        remedy: "convert the tensor to that type")
    }
    let range = dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound
    return UnsafeRawBufferPointer(rebasing: mapping.bytes[range])
  }
}

extension SafeTensorsFile {
  /// Whether the file carries a digest, as all do that `SafeTensorsWriter` wrote.
  package var hasDigest: Bool { metadata[BlockDigest.key] != nil }

  /// Reads the whole file on so many threads and compares it with the digest that it carries.
  ///
  /// Errors: `UserError` of kind `.badData` if the file has no digest or another content; it says
  /// whether the header or which tensor is damaged.
  package func verifyDigest(threads: Int) throws {
    guard let digest = metadata[BlockDigest.key], let digestRange,
      digest.hasPrefix(BlockDigest.prefix), digestRange.count == BlockDigest.blank.utf8.count
    else {
      throw UserError(
        .badData, file: path, "has no digest of its content, so it may be damaged",
        remedy: "get the file again from where it came")
    }
    defer { withExtendedLifetime(self) {} }
    var header = Array(mapping.bytes[..<dataStart])
    header.replaceSubrange(
      8 + digestRange.lowerBound..<8 + digestRange.upperBound, with: BlockDigest.blank.utf8)
    let data = UnsafeRawBufferPointer(rebasing: mapping.bytes[dataStart...])
    let found = BlockDigest(data: [data], threads: threads)
    if digest == found.value(header: header) { return }
    let blocks = found.damaged(comparedWith: metadata[BlockDigest.blocksKey] ?? "")
    throw UserError(
      .badData, file: path, "is damaged: \(place(of: blocks)) not what was written",
      remedy: "get the file again from where it came")
  }

  private func place(of blocks: [Int]) -> String {
    guard let first = blocks.first else { return "the header is" }
    let start = first * BlockDigest.blockSize
    let range = start..<start + BlockDigest.blockSize
    let hit = names.filter { entries[$0]?.range.overlaps(range) ?? false }
      .map { "`\(SafeTensorsHeader.quotable($0))`" }
    // A block is the smallest part that the digest tells apart.
    switch hit.count {
    case 0: return "the data are"
    case 1: return "tensor \(hit[0]) is"
    case 2: return "tensor \(hit[0]) or \(hit[1]) is"
    default: return "tensor \(hit[0]), \(hit[1]) or one of \(hit.count - 2) beside them is"
    }
  }
}
