import Foundation

/// Lesson `memory`: how long the cells remember, and how far back their gradients reach.
struct MemoryResults: LessonResults {
  static let defaultUpdates = 1_500
  static let title = Text(
    en: "Memory: plain RNN, GRU and LSTM", ko: "기억: 기본 RNN, GRU, LSTM")
  static let claim = Text(
    en: "Plain RNNs forget: their gradients vanish or explode on the way back through time, so "
      + "that "
      + "they do not learn to use what lies far back. LSTM and GRU hold both.",
    ko: "기본 RNN은 잊어버린다. 시간을 거슬러 올라가는 동안 기울기가 사라지거나 폭발해서, 멀리 있는 입력을 쓰는 "
      + "법을 배우지 못한다. LSTM과 GRU는 기억도 기울기도 지켜 낸다.")

  /// The gradients that arrive at one kind of state.
  struct Flow: Codable, Sendable {
    /// For each repetition |dL/dh| at 0, 1, 2 … steps before the end, the mean over the test strings.
    var norms: [[Double]]
    /// How much of it arrives at the letter to remember: its norm there over that at the end, the
    /// geometric mean over the repetitions.
    var reach: Double

    init(_ norms: [[Double]]) {
      self.norms = norms
      reach = geometricMean(
        norms.map { norms in
          guard let near = norms.first, let far = norms.last, near > 0 else { return 0 }
          return far / near
        })
    }
  }

  /// What was measured of one kind of cell.
  struct Cell: Codable, Sendable {
    /// rnn, gru or lstm.
    var name: String
    var hiddenSize: Int
    var parameters: Int
    /// Right answers in percent for each of `distances`: the mean over the repetitions, the least and the most.
    var accuracy: [Double]
    var lowest: [Double]
    var highest: [Double]
    /// With the weights as they are drawn, and as they are learnt; into h, and into c where there is one.
    var before: Flow
    var after: Flow
    var cellStateBefore: Flow?
    var cellStateAfter: Flow?
  }

  var letterCount: Int
  var fillerCount: Int
  /// What a guess gets right, in percent.
  var chance: Double
  /// Fillers between the letter and the question.
  var distances: [Int]
  /// The least and the greatest of them.
  var nearest: Int
  var farthest: Int
  var trainingPairs: Int
  var testPairsPerDistance: Int
  /// Models of each kind, each from other weights and with batches in another order.
  var repetitions: Int
  var rnn: Cell
  var gru: Cell
  var lstm: Cell
  var rule = Rule()

  /// The thresholds of the verdicts.
  struct Rule: Codable, Sendable {
    /// The accuracy at the greatest distance from which on a cell is said to remember, in percent.
    var remembers = 90.0
    /// The share of the gradient below which it has vanished, and above whose inverse it has exploded.
    var vanished = 0.001
    var exploded = 1_000.0
    /// How many times more of the gradient must get through a gated cell.
    var further = 10.0
  }

  var cells: [Cell] { [lstm, gru, rnn] }
}

/// The mean of numbers by their logarithms; 0 if there are none or one is 0.
func geometricMean(_ numbers: [Double]) -> Double {
  guard numbers.allSatisfy({ $0 > 0 }), !numbers.isEmpty else { return 0 }
  return exp(numbers.map { log($0) }.mean)
}
