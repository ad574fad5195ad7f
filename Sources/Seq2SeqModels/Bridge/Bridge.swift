import Seq2SeqTensors

/// Makes the decoder's initial states from the encoder's last ones. The plug-in point for new bridges.
package protocol Bridge: Sendable {
  /// One state for each decoder layer; nil: zeros.
  func initialStates(_ tape: Tape, _ finals: [CellState]) -> [CellState?]
}

extension BridgeKind {
  /// Makes the bridge to a decoder whose states have a `cell` or not.
  func makeBridge(
    _ model: ModelConfiguration, hasCellState: Bool, _ builder: inout ParameterBuilder
  ) -> any Bridge {
    switch self {
    case .zero: ZeroBridge(layers: model.decoder.layers)
    case .copy: CopyBridge(layers: model.decoder.layers)
    case .linear: LinearBridge(model, hasCellState: hasCellState, &builder)
    }
  }
}

/// The encoder layer that a decoder layer starts from. The top layers belong together; decoder layers
/// below the encoder's lowest start from that one.
func encoderLayer(for layer: Int, of finals: [CellState], decoderLayers: Int) -> CellState {
  finals[max(0, finals.count - decoderLayers + layer)]
}
