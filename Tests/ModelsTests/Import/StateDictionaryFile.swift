import Foundation

@testable import Seq2SeqModels

/// Writes tensors of any type, as PyTorch's library does.
enum StateDictionaryFile {
  static func write(
    _ tensors: [String: (shape: [Int], values: [Float])], _ type: TensorType, to path: String
  ) throws {
    var header: [String: Any] = [:]
    var data: [UInt8] = []
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = data.count
      for value in tensor.values { data += bytes(value, type) }
      header[name] = [
        "dtype": type.rawValue, "shape": tensor.shape, "data_offsets": [start, data.count],
      ]
    }
    let json = try JSONSerialization.data(withJSONObject: header)
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
    try Data(length + json + data).write(to: URL(filePath: path))
  }

  private static func bytes(_ value: Float, _ type: TensorType) -> [UInt8] {
    func little<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
      withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }
    return switch type {
    case .float32: little(value.bitPattern)
    case .float64: little(Double(value).bitPattern)
    case .bfloat16: little(UInt16(value.bitPattern >> 16))
    case .float16: little(half(value))
    case .int32: little(Int32(value))
    case .int64: little(Int64(value))
    case .int8: [UInt8(bitPattern: Int8(clamping: Int(value)))]
    case .uint8: [UInt8(clamping: Int(value))]
    }
  }

  /// For numbers that binary16 holds as normal ones.
  private static func half(_ value: Float) -> UInt16 {
    if value == 0 { return 0 }
    let bits = value.bitPattern
    let exponent = UInt16((bits >> 23) & 0xFF) - 112
    return UInt16(bits >> 31) << 15 | exponent << 10 | UInt16((bits >> 13) & 0x3FF)
  }
}
