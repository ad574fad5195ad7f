import Testing
import Foundation
import Seq2SeqDecoding
import Seq2SeqExplain
import Seq2SeqModels
import Seq2SeqText
import Seq2SeqTraining

/// Small models of every kind with fresh weights: an explanation must hold for any weights.
struct ExplainedModelKind: Sendable, CustomTestStringConvertible {
  let cell: CellKind
  let context: ContextKind
  let attention: AttentionKind
  let bridge: BridgeKind
  let layers: Int
  let isBidirectional: Bool

  var testDescription: String {
    "\(cell) \(context) \(attention) \(bridge) \(layers) \(isBidirectional)"
  }

  /// All that the configuration accepts, each cell, context, attention and bridge with one and two layers.
  static let all: [ExplainedModelKind] = {
    var kinds: [ExplainedModelKind] = []
    for cell in CellKind.allCases {
      for (context, attention) in [ContextKind.lastState, .allStates].flatMap({ context in
        AttentionKind.allCases.map { (context, $0) }
      }) {
        for (index, bridge) in BridgeKind.allCases.enumerated() {
          let kind = ExplainedModelKind(
            cell: cell, context: context, attention: attention, bridge: bridge,
            layers: 1 + index % 2, isBidirectional: index != 0)
          if (try? kind.configuration.validate()) != nil { kinds.append(kind) }
        }
      }
    }
    return kinds
  }()

  var configuration: Configuration {
    var configuration = Configuration()
    configuration.name = "</script><svg onload=alert(1)>"
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.data.source.maximumLength = 12
    configuration.model.cell = cell
    configuration.model.context = context
    configuration.model.attention = attention
    configuration.model.bridge = bridge
    configuration.model.embeddingSize = 6
    configuration.model.encoder.layers = layers
    configuration.model.encoder.bidirectional = isBidirectional
    configuration.model.encoder.hiddenSize = 5
    configuration.model.decoder.hiddenSize = isBidirectional ? 10 : 5
    configuration.model.decoder.layers = layers
    configuration.decoding.maximumLength = 9
    configuration.decoding.beamSize = 3
    return configuration
  }

  func model() throws -> Seq2SeqModel {
    let letters = Dictionary("ab</>사랑`*&".map { (String($0), 1) }, uniquingKeysWith: +)
    return try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: Vocabulary(counts: letters),
      targetVocabulary: Vocabulary(counts: letters))
  }
}
