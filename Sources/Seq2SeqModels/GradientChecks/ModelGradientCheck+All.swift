extension ModelGradientCheck {
  /// Every cell in every model; a cell or an attention that is added turns up by itself.
  package static let allCases: [ModelGradientCheck] = CellKind.allCases.flatMap { cell in
    let cases = contexts + unevenLayers + contextInputs + ties + attentions + layerOptions + copies
    return cases.map { example in
      var example = example
      example.cell = cell
      return example
    }
  }

  private static func make(_ change: (inout ModelGradientCheck) -> Void) -> ModelGradientCheck {
    var example = ModelGradientCheck()
    change(&example)
    return example
  }

  /// Layers × directions × input feeding.
  private static func shapes(_ change: (inout ModelGradientCheck) -> Void) -> [ModelGradientCheck] {
    [1, 2].flatMap { layers in
      [false, true].flatMap { bidirectional in
        [false, true].map { inputFeeding in
          make {
            ($0.encoderLayers, $0.decoderLayers) = (layers, layers)
            ($0.bidirectional, $0.inputFeeding) = (bidirectional, inputFeeding)
            change(&$0)
          }
        }
      }
    }
  }

  /// Contexts × bridges × shapes. Without attention and bridge nothing of the source reaches the decoder;
  /// that is refused.
  private static var contexts: [ModelGradientCheck] {
    ContextKind.allCases.flatMap { context in
      BridgeKind.allCases.filter { context != .lastState || $0 != .zero }.flatMap { bridge in
        shapes { ($0.context, $0.bridge) = (context, bridge) }
      }
    }
  }

  /// Layers that do not pair off, and masks between them.
  private static var unevenLayers: [ModelGradientCheck] {
    BridgeKind.allCases.flatMap { bridge in
      [
        make { ($0.bridge, $0.encoderLayers, $0.inputFeeding) = (bridge, 2, false) },
        make { ($0.bridge, $0.decoderLayers) = (bridge, 2) },
      ]
    }
      + [false, true].map { inputFeeding in
        make {
          ($0.encoderLayers, $0.decoderLayers) = (2, 2)
          ($0.inputFeeding, $0.dropout) = (inputFeeding, 0.3)
        }
      } + [make { ($0.context, $0.dropout) = (.lastState, 0.3) }]
  }

  private static var contextInputs: [ModelGradientCheck] {
    BridgeKind.allCases.flatMap { bridge in
      [false, true].map { inputFeeding in
        make {
          ($0.context, $0.bridge, $0.contextInput) = (.lastState, bridge, true)
          ($0.encoderLayers, $0.decoderLayers) = (2, 2)
          ($0.bidirectional, $0.inputFeeding) = (bridge != .copy, inputFeeding)
          $0.dropout = inputFeeding ? 0.3 : 0
        }
      }
    }
  }

  private static var ties: [ModelGradientCheck] {
    TieEmbeddings.allCases.filter { $0 != .false }.flatMap { tied in
      ContextKind.allCases.flatMap { context in
        [
          make { ($0.context, $0.encoderLayers, $0.tieEmbeddings) = (context, 2, tied) },
          make {
            ($0.context, $0.inputFeeding, $0.tieEmbeddings) = (context, false, tied)
            $0.dropout = 0.3
          },
        ]
      }
    }
  }

  /// What a layer may have beside its cell, one at a time and together.
  private static var layerOptions: [ModelGradientCheck] {
    func with(
      layers: Int, _ bidirectional: Bool, _ change: (inout ModelGradientCheck) -> Void
    ) -> ModelGradientCheck {
      make {
        ($0.encoderLayers, $0.decoderLayers) = (layers, layers)
        ($0.bidirectional, $0.inputFeeding) = (bidirectional, bidirectional)
        change(&$0)
      }
    }
    return [false, true].flatMap { bidirectional in
      [1, 2].flatMap { layers in
        [
          with(layers: layers, bidirectional) { $0.recurrentDropout = 0.3 },
          with(layers: layers, bidirectional) { $0.layerNormalization = true },
        ]
      } + [
        with(layers: 2, bidirectional) { $0.residual = true },
        with(layers: 2, bidirectional) {
          ($0.residual, $0.layerNormalization) = (true, true)
          ($0.recurrentDropout, $0.dropout) = (0.3, 0.3)
        },
      ]
    }
  }

  /// Copying by each attention.
  private static var copies: [ModelGradientCheck] {
    AttentionKind.allCases.filter { $0 != .none }.flatMap { attention in
      [false, true].map { inputFeeding in
        make {
          ($0.attention, $0.copying, $0.inputFeeding) = (attention, true, inputFeeding)
          ($0.encoderLayers, $0.decoderLayers) = inputFeeding ? (1, 1) : (2, 2)
          $0.dropout = inputFeeding ? 0 : 0.3
        }
      }
    }
  }

  /// General attention is in all of the above.
  private static var attentions: [ModelGradientCheck] {
    AttentionKind.allCases.filter { $0 != .none && $0 != .general }.flatMap { attention in
      shapes {
        $0.attention = attention
        $0.dropout = $0.inputFeeding ? 0 : 0.3
      }
    }
  }
}
