import CKernels
import Foundation

extension Tape {
  /// Divides logits [rows, V] by a temperature; each row's largest becomes 0, unless the temperature is 1.
  package func temper(_ logits: Tensor, temperature: Double) {
    guard temperature != 1 else { return }
    // A temperature close to 0 leaves the most probable token alone: its inverse must stay finite.
    let inverse = min(Float(1 / temperature), .greatestFiniteMagnitude)
    for row in 0..<logits.rows {
      ck_temper(logits.values + row * logits.columns, logits.columns, inverse)
    }
  }

  /// Replaces logits [rows, V] by natural-log probabilities.
  package func logSoftmax(_ logits: Tensor) {
    for row in 0..<logits.rows {
      ck_log_softmax(logits.values + row * logits.columns, logits.columns)
    }
  }

  /// Replaces the first of several logits [rows, V] by the logarithm of the mean of their probabilities,
  /// but for a constant of each row; the others become log-probabilities.
  ///
  /// - Parameter areLogProbabilities: whether they are log-probabilities already; so is then the mean.
  package func average(_ logits: [Tensor], areLogProbabilities: Bool = false) -> Tensor {
    if !areLogProbabilities { logits.forEach(logSoftmax) }
    for other in logits.dropFirst() {
      precondition(other.rows == logits[0].rows && other.columns == logits[0].columns)
      ck_log_add(logits[0].values, other.values, other.count)
    }
    if areLogProbabilities {
      ck_add_constant(logits[0].values, -log(Float(logits.count)), logits[0].count)
    }
    return logits[0]
  }
}
