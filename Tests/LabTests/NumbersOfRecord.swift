import Foundation

/// Every number in a JSON text, those within its strings too.
struct NumbersOfRecord {
  private var values: [Double] = []

  init(_ json: Data) throws {
    add(try JSONSerialization.jsonObject(with: json))
  }

  private mutating func add(_ value: Any) {
    switch value {
    case let object as [String: Any]: object.values.forEach { add($0) }
    case let list as [Any]: list.forEach { add($0) }
    case let number as NSNumber: values.append(number.doubleValue)
    case let text as String: values += PageReader.numbers(in: text).compactMap(Double.init)
    default: break
    }
  }

  /// Whether some number of the record, rounded as a text shows it, is that text.
  func hold(_ shown: String) -> Bool {
    if shown.contains("e") { return values.contains { String(format: "%.1e", $0) == shown } }
    let decimals = shown.split(separator: ".").dropFirst().first?.count ?? 0
    return values.contains { value in
      let text = String(format: "%.\(decimals)f", value)
      return text == shown || text == "-" + shown && Double(shown) == 0
    }
  }
}
