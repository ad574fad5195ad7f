import Seq2Seq

/// The ways in which a decoder sees the source: what holds for one must hold for all.
enum ContextVariant: String, CaseIterable {
  case lastState, lastStateAtEveryStep, dot, general, additive

  func change(_ model: inout ModelConfiguration) {
    switch self {
    case .lastState:
      model.context = .lastState
      model.attention = .none
    case .lastStateAtEveryStep:
      model.context = .lastState
      model.attention = .none
      model.decoder.contextInput = true
      model.bridge = .zero
    case .dot:
      model.attention = .dot
      model.decoder.hiddenSize = model.encoderWidth
    case .general: model.attention = .general
    case .additive: model.attention = .additive
    }
  }
}
