/// How varied hypotheses are: the distinct n-grams of all lines over all their n-grams, in percent (Li et al. 2016,
/// section 5.2, where the divisor is the number of tokens; for n = 1 that is the same).
///
/// Tokens are what white space separates, as they stand; they are equal when they are canonically equivalent
/// (NFC). References have no part in it. Without any n-gram the value is 0.
struct Distinct: LineStatistics {
  /// The n-grams of each line, by number.
  private let numbersOfLines: [[Int]]
  private let distinctCount: Int
  /// A line that is there twice adds nothing distinct.
  let allowsRepetition = false

  init(_ hypotheses: [String], order: Int) {
    var numbers: [[String]: Int] = [:]
    numbersOfLines = hypotheses.map { line in
      let words = WhiteSpaceWords.words(of: line)
      return (0..<max(0, words.count - order + 1)).map { start in
        let gram = Array(words[start..<start + order])
        if let known = numbers[gram] { return known }
        numbers[gram] = numbers.count
        return numbers.count - 1
      }
    }
    distinctCount = numbers.count
  }

  func score(of lines: [Int]) -> Double {
    var isSeen = [Bool](repeating: false, count: distinctCount)
    var (seen, all) = (0, 0)
    for line in lines {
      all += numbersOfLines[line].count
      for number in numbersOfLines[line] where !isSeen[number] {
        isSeen[number] = true
        seen += 1
      }
    }
    return all == 0 ? 0 : 100 * Double(seen) / Double(all)
  }
}
