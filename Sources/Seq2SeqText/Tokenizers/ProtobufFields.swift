/// The fields of one protobuf message, one after the other, of bytes that nobody vouches for
/// (https://protobuf.dev/programming-guides/encoding/).
struct ProtobufFields: IteratorProtocol {
  enum Value {
    case integer(UInt64)
    case bytes(ArraySlice<UInt8>)
    case fixed32(UInt32)
    case fixed64
  }

  private var rest: ArraySlice<UInt8>
  /// Whether the bytes were no message; then no further field comes.
  private(set) var isDamaged = false

  init(_ message: ArraySlice<UInt8>) { rest = message }

  mutating func next() -> (number: UInt64, value: Value)? {
    if rest.isEmpty || isDamaged { return nil }
    guard let key = integer(), let value = value(ofType: key & 7) else {
      isDamaged = true
      return nil
    }
    return (key >> 3, value)
  }

  private mutating func value(ofType type: UInt64) -> Value? {
    switch type {
    case 0: return integer().map(Value.integer)
    case 1: return take(8).map { _ in .fixed64 }
    case 2: return integer().flatMap(Int.init(exactly:)).flatMap { take($0) }.map(Value.bytes)
    case 5: return take(4).map { .fixed32($0.reversed().reduce(0) { $0 << 8 | UInt32($1) }) }
    default: return nil
    }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private mutating func integer() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
