import Seq2Seq

/// Strings of letters, to be written backwards: a task whose answer has the length of its source, and whose
/// every letter depends on where another one stands.
struct ReversalTask {
  /// How large the task is.
  struct Size {
    let letters: [Character]
    /// Lengths in training.
    let lengths: ClosedRange<Int>
    /// The longest length tested.
    let longestTested: Int
    let trainingPairs: Int
    let testPairsPerLength: Int
    /// Whether a string may hold a letter twice.
    var letterMayRepeat = true
  }

  let size: Size
  /// Drawn with repetitions, but without any of the test's.
  let training: [TextPair]
  /// Distinct strings of every length from the shortest to `longestTested`.
  let test: [TextPair]

  init(_ size: Size, _ generator: RandomSource.Generator) {
    var generator = generator
    func string(_ length: Int) -> String {
      guard size.letterMayRepeat else {
        var letters = size.letters
        generator.shuffle(&letters)
        return String(letters.prefix(length))
      }
      return String((0..<length).compactMap { _ in generator.element(of: size.letters) })
    }
    func pair(_ source: String) -> TextPair {
      TextPair(source: source, target: String(source.reversed()))
    }
    let shortest = size.lengths.lowerBound
    var held: Set<String> = []
    var test: [TextPair] = []
    for length in shortest...size.longestTested {
      let wanted = held.count + size.testPairsPerLength
      while held.count < wanted {
        let source = string(length)
        if held.insert(source).inserted { test.append(pair(source)) }
      }
    }
    var training: [TextPair] = []
    while training.count < size.trainingPairs {
      let source = string(shortest + generator.number(below: size.lengths.count))
      if !held.contains(source) { training.append(pair(source)) }
    }
    self.size = size
    self.training = training
    self.test = test
  }

  /// The share, in percent, of right answers that are possible without knowing the order: the mean of one
  /// over the number of different strings of the same letters.
  static func orderlessBound(_ sources: [String]) -> Double {
    100 * sources.map { 1 / arrangements($0) }.mean
  }

  private static func arrangements(_ text: String) -> Double {
    var seen: [Character: Int] = [:]
    var result = 1.0
    for (index, letter) in text.enumerated() {
      seen[letter, default: 0] += 1
      result *= Double(index + 1) / Double(seen[letter] ?? 1)
    }
    return result
  }
}
