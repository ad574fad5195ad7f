import Seq2SeqTensors
import Testing

@testable import Seq2SeqModels

/// Measured against worked-out gradients of whole models, in every combination that can be
/// configured.
@Suite struct GradientCheckTests {
  @Test(arguments: ModelGradientCheck.allCases) func wholeModel(_ example: ModelGradientCheck)
    throws
  {
    var results: [GradientCheck.Result] = []
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      results = try example.run(by: worker)
    }
    #expect(!results.isEmpty)
    for result in results {
      #expect(result.relativeError < GradientCheck.tolerance, "\(result.name): \(result)")
      #expect(result.norm > GradientCheck.leastNorm, "\(result.name) has no gradient: \(result)")
    }
  }

  /// The promise of the table: all of it, and nothing twice.
  @Test func theListHoldsEveryCombination() {
    let cases = ModelGradientCheck.allCases
    #expect(Set(cases.map(\.description)).count == cases.count)
    for cell in CellKind.allCases {
      for layers in [1, 2] {
        for bidirectional in [false, true] {
          let ofShape = cases.filter {
            $0.cell == cell && $0.encoderLayers == layers && $0.decoderLayers == layers
              && $0.bidirectional == bidirectional
          }
          for attention in AttentionKind.allCases where attention != .none {
            #expect(ofShape.contains { $0.context == .allStates && $0.attention == attention })
          }
          #expect(ofShape.contains { $0.context == .lastState })
        }
      }
    }
  }

  @Test func copiesAreOfAllKinds() {
    let shard = ModelGradientCheck.copyingShard
    #expect(Set(shard.targets).isSuperset(of: [1, 3, 5, 6]))
    #expect(shard.targets.contains { $0 >= 7 } && shard.inputs.allSatisfy { $0 < 7 })
  }
}
