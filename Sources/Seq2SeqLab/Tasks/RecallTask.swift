import Seq2Seq

/// A letter to remember, then fillers by chance that have nothing to do with it: `Dcafhb` asks for `D`. How many
/// fillers there are is how long the letter has to be remembered.
struct RecallTask {
  static let letters = Array("ABCDEFGH")
  static let fillers = Array("abcdefgh")

  /// With every distance from 1 to the longest one tested.
  let training: [TextPair]
  /// The pairs of each distance tested.
  let test: [[TextPair]]

  init(
    distances: [Int], trainingPairs: Int, testPairsPerDistance: Int,
    _ generator: RandomSource.Generator
  ) {
    var generator = generator
    func pair(_ distance: Int) -> TextPair {
      let letter = RecallTask.letters[generator.number(below: RecallTask.letters.count)]
      let rest = (0..<distance).map { _ in
        RecallTask.fillers[generator.number(below: RecallTask.fillers.count)]
      }
      return TextPair(source: String([letter] + rest), target: String(letter))
    }
    let longest = distances.max() ?? 1
    training = (0..<trainingPairs).map { _ in pair(1 + generator.number(below: longest)) }
    test = distances.map { distance in (0..<testPairsPerDistance).map { _ in pair(distance) } }
  }
}
