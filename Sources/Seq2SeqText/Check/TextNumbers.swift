/// Numbers for texts: the same for the same text.
struct TextNumbers {
  private var numbers: [String: Int] = [:]
  private var texts: [String] = []

  /// The number of a text, a new one if need be.
  mutating func number(of text: String) -> Int {
    if let known = numbers[text] { return known }
    numbers[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  /// The text of a number that was given out.
  func text(_ number: Int) -> String { texts[number] }
}
