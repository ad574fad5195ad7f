/// Builds `.mo` files in memory, for the tests alone.
struct DemoCatalogueBuilder {
  var isBigEndian = false
  var messages: [(original: [UInt8], translation: [UInt8])]

  init(_ messages: [(String, String)], isBigEndian: Bool = false, charset: String = "UTF-8") {
    let header = "Content-Type: text/plain; charset=\(charset)\nPlural-Forms: nplurals=1;\n"
    self.messages = ([("", header)] + messages).map { (Array($0.0.utf8), Array($0.1.utf8)) }
    self.isBigEndian = isBigEndian
  }

  func word(_ value: Int) -> [UInt8] {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isBigEndian ? bytes.reversed() : bytes
  }

  /// The file: header, table of originals, table of translations, strings.
  var bytes: [UInt8] {
    let count = messages.count
    var originals: [UInt8] = []
    var translations: [UInt8] = []
    var strings: [UInt8] = []
    let start = 28 + 16 * count
    for message in messages {
      originals += word(message.original.count) + word(start + strings.count)
      strings += message.original + [0]
      translations += word(message.translation.count) + word(start + strings.count)
      strings += message.translation + [0]
    }
    let header = [0x9504_12de, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count].flatMap(word)
    return header + originals + translations + strings
  }
}
