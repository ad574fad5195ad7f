import Foundation
import Testing

@testable import Seq2SeqModels
@testable import Seq2SeqTensors

// What stands between the markers below stands in Documentation/AddingACell.md too, line for line.

// AddingACell.md: operation
extension Tape {
  /// One step of a minimal gated unit (Zhou et al. 2016), the gate acting on the product with the state.
  ///
  /// `gates` [B, 2H] holds a = W x + b in the order f, n, `recurrent` [B, 2H] holds u = U h:
  ///
  ///     f = sigmoid(a_f + u_f)    n = tanh(a_n + f u_n)    h' = (1 - f) h + f n
  ///
  /// Rows whose sentence has ended (`time >= lengths[row]`) keep h; `gates` receives the activations.
  ///
  /// Backward: da_n = dh' f (1 - n^2), da_f = (dh' (n - h) + da_n u_n) f (1 - f), dh += dh' (1 - f);
  /// du_f = da_f, du_n = da_n f.
  package func mguStep(
    gates: Tensor, recurrent: Tensor, previous: Tensor, hidden: Tensor, time: Int,
    lengths: [Int32]?
  ) {
    let (rows, size) = (hidden.rows, hidden.columns)
    precondition(gates.rows == rows && gates.columns == 2 * size)
    precondition(recurrent.rows == rows && recurrent.columns == 2 * size)
    let isAlive = (0..<rows).map { row in lengths.map { time < Int($0[row]) } ?? true }
    for row in 0..<rows {
      let (a, u) = (gates.values + row * 2 * size, recurrent.values + row * 2 * size)
      let (h, next) = (previous.values + row * size, hidden.values + row * size)
      for j in 0..<size {
        let f = 1 / (1 + exp(-(a[j] + u[j])))
        let n = Foundation.tanh(a[size + j] + f * u[size + j])
        (a[j], a[size + j]) = (f, n)
        next[j] = isAlive[row] ? (1 - f) * h[j] + f * n : h[j]
      }
    }
    record {
      for row in 0..<rows {
        let (a, u) = (gates.values + row * 2 * size, recurrent.values + row * 2 * size)
        let (da, du) = (gates.gradient + row * 2 * size, recurrent.gradient + row * 2 * size)
        let (h, dh) = (previous.values + row * size, previous.gradient + row * size)
        let dNext = hidden.gradient + row * size
        for j in 0..<size {
          guard isAlive[row] else {
            dh[j] += dNext[j]
            continue
          }
          let (f, n) = (a[j], a[size + j])
          let dn = dNext[j] * f * (1 - n * n)
          let df = (dNext[j] * (n - h[j]) + dn * u[size + j]) * f * (1 - f)
          da[j] += df
          da[size + j] += dn
          du[j] += df
          du[size + j] += dn * f
          dh[j] += dNext[j] * (1 - f)
        }
      }
    }
  }
}
// AddingACell.md: end

// AddingACell.md: cell
/// The minimal gated unit: one gate that both forgets and lets in; see `Tape.mguStep`.
struct MinimalGatedCell: RecurrentCell {
  static let gates = [CellGate("forget"), CellGate("candidate")]
  static let keepsRecurrentPart = true

  init(hiddenSize: Int, scope: String, _ builder: inout ParameterBuilder) {}

  func step(_ tape: Tape, _ step: CellStep) {
    tape.mguStep(
      gates: step.gates, recurrent: step.recurrent, previous: step.previous.hidden,
      hidden: step.next.hidden, time: step.time, lengths: step.lengths)
  }
}
// AddingACell.md: end

// AddingACell.md: try
/// The gradients of whole models with the cell: two layers, both directions, attention.
func checkMinimalGatedCell(by worker: Worker) throws -> [GradientCheck.Result] {
  var check = ModelGradientCheck()
  check.encoderLayers = 2
  check.decoderLayers = 2
  check.parts.cell = { _ in MinimalGatedCell.self }
  return try check.run(by: worker)
}
// AddingACell.md: end

/// The worked example works.
@Suite struct AddingACellTests {
  @Test func gradients() throws {
    var results: [GradientCheck.Result] = []
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      results = try checkMinimalGatedCell(by: worker)
    }
    // 2 × 2 + 2 layers of the new cell among them.
    #expect(results.filter { $0.name.hasSuffix("recurrentWeight") }.count == 6)
    for result in results { #expect(result.passes, "\(result)") }
  }

  @Test func learns() throws {
    var parts = ModelParts()
    parts.cell = { _ in MinimalGatedCell.self }
    let losses = try PartsTrial.losses(parts)
    #expect(losses.last < losses.first / 4, "\(losses)")
  }

  @Test func theDocumentIsTheSource() throws {
    try expectExamples(
      of: "Documentation/AddingACell.md", in: #filePath, names: ["operation", "cell", "try"])
  }
}
