import Seq2SeqText

/// The tensors of a PyTorch module by name, and what was wrong with those that were asked for.
struct StateDictionary {
  private let file: SafeTensorsFile
  private var used: Set<String> = []
  private var missing: [String] = []
  private var problems: [String] = []

  init(_ file: SafeTensorsFile) { self.file = file }

  func holds(_ name: String) -> Bool { file.shape(of: name) != nil }

  /// A tensor that need not be there; nil as well if it is wrong.
  mutating func optional(_ name: String, _ shape: [Int]) -> [Float]? {
    holds(name) ? required(name, shape) : nil
  }

  /// A tensor that must be there; nil if it is not, or wrong.
  mutating func required(_ name: String, _ shape: [Int]) -> [Float]? {
    guard let found = file.shape(of: name), let type = file.type(of: name) else {
      if !missing.contains(name) { missing.append(name) }
      return nil
    }
    let isFirst = used.insert(name).inserted
    guard found == shape else {
      if isFirst { report("\(name) is \(found), not \(shape)") }
      return nil
    }
    guard let values = try? file.withBytes(name, { Self.floats($0, type) }) else {
      if isFirst { report("\(name) is of type \(type.rawValue), not F32, F64, BF16 or F16") }
      return nil
    }
    guard values.allSatisfy(\.isFinite) else {
      if isFirst { report("\(name) holds a number that is not finite in float32") }
      return nil
    }
    return values
  }

  /// Marks a tensor as known that makes no difference.
  mutating func ignore(_ name: String) { used.insert(name) }

  /// Notes something else that is wrong.
  mutating func report(_ problem: String) { problems.append(problem) }

  /// Throws if anything was wrong, or if there are tensors that nobody asked for.
  func check() throws {
    let superfluous = file.names.filter { !used.contains($0) }
    var texts = problems
    if !missing.isEmpty { texts.insert("lacks " + Self.list(missing), at: 0) }
    if !superfluous.isEmpty {
      texts.append("has no place for " + Self.list(superfluous))
    }
    if texts.isEmpty { return }
    throw UserError(
      .badData, file: file.path, texts.prefix(5).joined(separator: ", and "),
      remedy: "see Documentation/Import.md for the names, and compare the configuration's sizes")
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map(SafeTensorsHeader.quotable).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  /// Little-endian numbers as float32; nil if they are none.
  private static func floats(_ bytes: UnsafeRawBufferPointer, _ type: TensorType) -> [Float]? {
    let indices = 0..<bytes.count / type.size
    func load<Word: FixedWidthInteger>(_ index: Int, _: Word.Type) -> Word {
      Word(littleEndian: bytes.loadUnaligned(fromByteOffset: index * type.size, as: Word.self))
    }
    switch type {
    case .float32: return indices.map { Float(bitPattern: load($0, UInt32.self)) }
    case .float64: return indices.map { Float(Double(bitPattern: load($0, UInt64.self))) }
    case .bfloat16: return indices.map { Float(bitPattern: UInt32(load($0, UInt16.self)) << 16) }
    case .float16: return indices.map { half(load($0, UInt16.self)) }
    case .int64, .int32, .int8, .uint8: return nil
    }
  }

  /// IEEE binary16, also where Swift has no `Float16`.
  static func half(_ bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7FFF)
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    if magnitude >= 0x7C00 { return magnitude == 0x7C00 ? sign * .infinity : .nan }
    // The exponent is counted from 15 instead of 127.
    return sign * Float(bitPattern: magnitude << 13) * 0x1p112
  }
}
