import Seq2SeqModels
import Seq2SeqTensors

/// A recurrent layer over time: of the encoder in one direction, or of the decoder.
///
/// Time runs in the order of the tokens, also where the layer reads them backwards.
public struct ExplainedLayer: Codable, Equatable, Sendable {
  /// The layer's number, from 0 for the lowest.
  public var layer: Int
  /// Which way it reads: `forward` or `backward`.
  public var direction: String
  /// h, `[time][unit]`.
  public var hidden: [[Float]]
  /// c, `[time][unit]`; nil for cells without one.
  public var cell: [[Float]]?
  /// The gates.
  public var gates: [ExplainedGate]

  /// The sizes of the states: the square root of the sum of squares.
  public var norms: [Double] { hidden.map(\.norm) }

  /// Takes the first sentence out of a batch.
  init(_ run: CellUnroll, layer: Int, direction: Direction, times: Int, batch: Int) {
    self.layer = layer
    self.direction = direction.rawValue
    let rows = (0..<times).map { $0 * batch }
    hidden = rows.map(run.states.row)
    cell = run.cellStates.map { rows.map($0.row) }
    let size = run.states.columns
    let activations = rows.map(run.gates.row)
    gates = run.gateNames.enumerated().map { index, name in
      ExplainedGate(
        name: name, values: activations.map { Array($0[index * size..<(index + 1) * size]) })
    }
  }

  /// Adds what the same layer did at later times.
  mutating func append(_ later: ExplainedLayer) {
    hidden += later.hidden
    if let states = later.cell { cell?.append(contentsOf: states) }
    for (index, gate) in later.gates.enumerated() where index < gates.count {
      gates[index].values += gate.values
    }
  }
}

extension [Float] {
  /// The square root of the sum of squares.
  package var norm: Double { reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }

  /// The mean size of the numbers: how open a gate is, how strong a candidate.
  package var meanSize: Double { isEmpty ? 0 : reduce(0) { $0 + Double(abs($1)) } / Double(count) }
}
