import Seq2Seq

/// The ways in which a decoder sees the source, and shares its weights: what holds for one must hold for
/// all.
enum ModelVariant: String, CaseIterable {
  case lastState, lastStateAtEveryStep, dot, general, additive, tiedTarget, tiedAll, copying

  func change(_ configuration: inout Configuration) {
    configuration.data.sharedVocabulary = self == .tiedAll
    // So that there is something that can only be copied.
    if self == .copying { configuration.data.target.vocabularySize = 4 }
    change(&configuration.model)
  }

  private func change(_ model: inout ModelConfiguration) {
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
    case .copying: model.copying = true
    case .tiedTarget, .tiedAll:
      model.tieEmbeddings = self == .tiedAll ? .all : .target
      model.embeddingSize = model.decoderHiddenSize
    }
  }
}
