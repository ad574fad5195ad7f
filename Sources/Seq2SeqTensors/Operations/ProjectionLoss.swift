import CKernels

/// What a shard's predictions are worth, as sums, so that shards can be added.
public struct LossSums: Sendable, Equatable {
  /// Label-smoothed cross-entropy, weighted if tokens have weights: the loss that training minimizes.
  public var loss = 0.0
  /// The weights of the target tokens: what the loss is divided by for its mean.
  public var weight = 0.0
  /// Minus the natural-log probability of the targets.
  public var negativeLogLikelihood = 0.0
  /// Target tokens, end symbols included.
  public var tokens = 0
  /// Tokens whose most probable prediction was right; an unknown target is never right.
  public var correct = 0

  /// Nothing.
  public init() {}

  /// Adds another shard's sums.
  public static func += (sums: inout LossSums, other: LossSums) {
    sums.loss += other.loss
    sums.weight += other.weight
    sums.negativeLogLikelihood += other.negativeLogLikelihood
    sums.tokens += other.tokens
    sums.correct += other.correct
  }

  /// The loss of a target token; 0 over nothing.
  public var meanLoss: Double { weight > 0 ? loss / weight : 0 }
}

extension Tape {
  /// Rows whose logits are worked out at once.
  static let chunkRows = 128

  /// logits = x W^T + b, softmax and label-smoothed cross-entropy against `targets`, in one pass:
  ///
  ///     loss = (1 - e) (-log p[target]) + e / V * sum over v of -log p[v]    (Szegedy et al. 2016, § 7)
  ///
  /// `x` [rows, H], W [V, H], b [V]. While recording, the gradient of `scale` * loss is worked out at
  /// once, chunk by chunk: dlogits = (p - (1 - e) onehot - e / V) scale, dx += dlogits W,
  /// dW += dlogits^T x, db += the sum of dlogits' rows.
  ///
  /// With `weights` w [V], as in PyTorch's cross-entropy, for whose mean the sums count w[target]:
  ///
  ///     loss = (1 - e) w[target] (-log p[target]) + e / V * sum over v of w[v] (-log p[v])
  ///
  /// With a `consistency` a the rows 2 i and 2 i + 1 predict the same, with different dropout, as p and q, and
  /// each two add a / 2 (KL(p || q) + KL(q || p)) to the loss (R-Drop, Wu et al. 2021, § 2.2).
  package func projectionLoss(
    _ x: Tensor, _ weight: Parameter, bias: Parameter, targets: [Int32], smoothing: Float,
    scale: Float, unknown: Int32, weights tokenWeights: TokenWeights? = nil, consistency: Float = 0
  ) -> LossSums {
    precondition(tokenWeights == nil || tokenWeights?.values.count == weight.rows)
    precondition(targets.count == x.rows && x.columns == weight.columns)
    precondition(targets.allSatisfy { $0 >= 0 && Int($0) < weight.rows })
    precondition(consistency == 0 || x.rows % 2 == 0)
    var sums = LossSums()
    let logits = ChunkLogits(self, rows: x.rows, columns: weight.rows)
    let pulls = consistency > 0 ? scratch(rows: Tape.chunkRows, columns: weight.rows) : nil
    for first in stride(from: 0, to: x.rows, by: Tape.chunkRows) {
      let chunk = x.slice(first..<min(first + Tape.chunkRows, x.rows))
      let part = logits.part(first..<first + chunk.rows)
      let input = project(chunk, weight, bias, into: part)
      if let pulls {
        sums.loss += pull(part, rows: chunk.rows, consistency, scale: scale, into: pulls)
      }
      for row in 0..<chunk.rows {
        let target = targets[first + row]
        var result = ck_row_loss()
        let logits = part.values + row * weight.rows
        let gradientScale = isRecording ? scale : 0
        if let tokenWeights {
          ck_weighted_cross_entropy(
            logits, weight.rows, target, tokenWeights.values, tokenWeights.sum, smoothing,
            gradientScale, &result)
          sums.weight += Double(tokenWeights.values[Int(target)])
        } else {
          ck_cross_entropy(logits, weight.rows, target, smoothing, gradientScale, &result)
        }
        if let pulls, gradientScale != 0 {
          ck_add(pulls.values + row * weight.rows, logits, weight.rows)
        }
        sums.loss += result.loss
        sums.negativeLogLikelihood += result.negative_log_likelihood
        sums.correct += result.best == target && target != unknown ? 1 : 0
      }
      // With a scale of 0 there is no gradient, and the logits are what they were.
      if isRecording, scale != 0 { projectBack(chunk, input, weight, bias, part) }
    }
    sums.tokens = targets.count
    if tokenWeights == nil { sums.weight = Double(targets.count) }
    return sums
  }

  /// What draws each two rows of logits together: the sum of a / 2 (KL(p || q) + KL(q || p)), and the gradient
  /// of `scale` times that.
  private func pull(
    _ logits: Tensor, rows: Int, _ consistency: Float, scale: Float, into gradients: Tensor
  ) -> Double {
    let columns = logits.columns
    var sum = 0.0
    for row in stride(from: 0, to: rows, by: 2) {
      let (one, other) = (row * columns, (row + 1) * columns)
      sum += ck_divergence(
        logits.values + one, logits.values + other, columns, consistency / 2 * scale,
        gradients.values + one, gradients.values + other)
    }
    return Double(consistency) / 2 * sum
  }

  /// logits = x W^T + b. Returns what the product read.
  @discardableResult
  package func project(
    _ x: Tensor, _ weight: Parameter, _ bias: Parameter, into logits: Tensor
  ) -> ProjectionInput {
    let input = productInput(x)
    multiply(input, rows: x.rows, weight, bias, into: logits)
    return ProjectionInput(input: input)
  }

  /// dx += dlogits W, dW += dlogits^T x, db += the sum of dlogits' rows. Of `logits`, which hold the
  /// gradient, a copy in the products' format is kept, if that is another one.
  func projectBack(
    _ x: Tensor, _ input: ProjectionInput, _ weight: Parameter, _ bias: Parameter, _ logits: Tensor
  ) {
    let upstream = productInput(logits)
    worker.products.multiply(
      upstream.rows(from: 0), rows: x.rows, packed.backward(weight), into: x.gradient,
      accumulate: true)
    addGradient(of: weight, upstream, input.input, rows: x.rows)
    ck_add_column_sums(logits.values, gradient(bias), x.rows, weight.rows)
  }
}

/// What a projection read.
package struct ProjectionInput {
  let input: ProductInput
}

/// Room for the logits of one chunk of rows after another. While recording in float32 each chunk has room of
/// its own, because the gradient of the weights reads its logits' gradient in the end.
struct ChunkLogits {
  private let whole: Tensor
  private let keepsAll: Bool

  init(_ tape: Tape, rows: Int, columns: Int) {
    keepsAll = tape.isRecording && tape.packed.format == .float32
    whole = tape.scratch(rows: keepsAll ? rows : min(Tape.chunkRows, rows), columns: columns)
  }

  /// Room for the logits of some rows.
  func part(_ rows: Range<Int>) -> Tensor {
    whole.slice(keepsAll ? rows : 0..<rows.count)
  }
}
