import Seq2SeqTensors

/// The decoder starts where the encoder ended (Sutskever et al. 2014); both must have one width.
struct CopyBridge: Bridge {
  let layers: Int

  func initialStates(_ tape: Tape, _ finals: [CellState]) -> [CellState?] {
    (0..<layers).map { encoderLayer(for: $0, of: finals, decoderLayers: layers) }
  }
}
