import CKernels

extension Tape {
  /// For each row of logits [rows, V] the `count` most probable tokens with natural-log probabilities, most
  /// probable first, the smaller number first in a tie, without those in `excluded`; and the
  /// log-probability of the token that is asked for.
  package func topCandidates(
    _ logits: Tensor, count: Int, excluded: [Int32], asked: [Int32]
  ) -> (tokens: [Int32], logProbabilities: [Float], askedLogProbabilities: [Float]) {
    guard count > 0 else { return ([], [], self.logProbabilities(logits, of: asked)) }
    precondition(asked.count == logits.rows)
    precondition(asked.allSatisfy { $0 >= 0 && Int($0) < logits.columns })
    var tokens = [Int32](repeating: 0, count: logits.rows * count)
    var logProbabilities = [Float](repeating: -.infinity, count: logits.rows * count)
    var askedFor = [Float](repeating: -.infinity, count: logits.rows)
    tokens.withUnsafeMutableBufferPointer { tokens in
      logProbabilities.withUnsafeMutableBufferPointer { logProbabilities in
        guard let token = tokens.baseAddress, let probability = logProbabilities.baseAddress
        else { return }
        for row in 0..<logits.rows {
          ck_top_candidates(
            logits.values + row * logits.columns, logits.columns, excluded, excluded.count, count,
            token + row * count, probability + row * count, asked[row], &askedFor[row])
        }
      }
    }
    return (tokens, logProbabilities, askedFor)
  }

  /// As `topCandidates` for what are natural-log probabilities [rows, V] already, which stay as they are.
  package func topLogProbabilities(
    _ logProbabilities: Tensor, count: Int, excluded: [Int32], asked: [Int32]
  ) -> (tokens: [Int32], logProbabilities: [Float], askedLogProbabilities: [Float]) {
    let (rows, columns) = (logProbabilities.rows, logProbabilities.columns)
    precondition(asked.count == rows && asked.allSatisfy { $0 >= 0 && Int($0) < columns })
    let askedFor = asked.enumerated().map { logProbabilities.values[$0 * columns + Int($1)] }
    guard count > 0 else { return ([], [], askedFor) }
    var tokens = [Int32](repeating: 0, count: rows * count)
    var best = [Float](repeating: -.infinity, count: rows * count)
    tokens.withUnsafeMutableBufferPointer { tokens in
      best.withUnsafeMutableBufferPointer { best in
        guard let token = tokens.baseAddress, let probability = best.baseAddress else { return }
        for row in 0..<rows {
          ck_top_log_probabilities(
            logProbabilities.values + row * columns, columns, excluded, excluded.count, count,
            token + row * count, probability + row * count, asked[row])
        }
      }
    }
    return (tokens, best, askedFor)
  }

  /// The natural-log probability of one token for each row of logits [rows, V].
  package func logProbabilities(_ logits: Tensor, of tokens: [Int32]) -> [Float] {
    precondition(tokens.count == logits.rows)
    precondition(tokens.allSatisfy { $0 >= 0 && Int($0) < logits.columns })
    return tokens.enumerated().map { row, token in
      ck_log_probability(logits.values + row * logits.columns, logits.columns, token)
    }
  }
}
