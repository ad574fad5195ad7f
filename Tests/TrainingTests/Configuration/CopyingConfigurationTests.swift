import Seq2Seq
import Testing

/// What goes together with copying.
@Suite struct CopyingConfigurationTests {
  private func error(_ change: (inout Configuration) -> Void) -> UserError? {
    var configuration = Configuration()
    configuration.model.copying = true
    change(&configuration)
    do {
      try configuration.validate()
      return nil
    } catch {
      return error as? UserError
    }
  }

  @Test func copyingNeedsAnAttention() {
    for attention in AttentionKind.allCases where attention != .none {
      #expect(
        error {
          $0.model.attention = attention
          $0.model.decoder.hiddenSize = $0.model.encoderWidth
        } == nil)
    }
    let without = error {
      $0.model.context = .lastState
      $0.model.attention = .none
    }
    #expect(without?.problem == "model.copying needs an attention, which says what to copy")
    #expect(without?.remedy == "set copying: false, or context: all_states and attention: general")
  }

  @Test func copyingHasNoConsistency() {
    let both = error { $0.training.consistency = 1 }
    #expect(both?.problem == "training.consistency does not go with model.copying")
    #expect(both?.remedy == "leave training.consistency out, or set copying: false")
  }

  @Test func copyingNeedsPiecesThatStay() {
    for side in [\DataConfiguration.source, \.target] {
      func sampling(_ rate: Double) -> UserError? {
        error {
          $0.data[keyPath: side].tokenizer = .bpe
          $0.data[keyPath: side].subwordSampling = rate
        }
      }
      #expect(sampling(0) == nil)
      #expect(
        sampling(0.1)?.problem == "model.copying needs pieces that are the same in every epoch")
    }
  }
}
