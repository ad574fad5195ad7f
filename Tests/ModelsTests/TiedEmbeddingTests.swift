import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

/// Which matrices are one and the same; that their gradients add up is held to PyTorch's and measured
/// elsewhere.
@Suite struct TiedEmbeddingTests {
  private func model(
    _ tied: TieEmbeddings, source: Vocabulary = .numbered(9), target: Vocabulary = .numbered(9)
  ) throws -> Seq2SeqModel {
    var configuration = Configuration()
    configuration.model.embeddingSize = 6
    configuration.model.hiddenSize = 6
    configuration.model.tieEmbeddings = tied
    configuration.data.sharedVocabulary = tied == .all
    return try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: source, targetVocabulary: target)
  }

  @Test func eachMatrixIsThereOnce() throws {
    let apart = try model(.false)
    #expect(apart.decoder.projection.weight != apart.decoder.embedding)
    let target = try model(.target)
    #expect(target.decoder.projection.weight == target.decoder.embedding)
    #expect(target.encoder.embedding != target.decoder.embedding)
    let all = try model(.all)
    #expect(all.decoder.projection.weight == all.decoder.embedding)
    #expect(all.encoder.embedding == all.decoder.embedding)
    let table = 9 * 6
    #expect(target.parameters.count == apart.parameters.count - table)
    #expect(all.parameters.count == apart.parameters.count - 2 * table)
    for model in [apart, target, all] {
      let names = model.parameters.parameters.map(\.name)
      #expect(Set(names).count == names.count)
    }
  }

  @Test func oneEmbeddingNeedsOneVocabulary() throws {
    let sizes = #expect(throws: UserError.self) { try model(.all, target: .numbered(11)) }
    #expect(
      sizes?.problem
        == "model.tie_embeddings all needs one vocabulary for both sides, not 9 source and 11 "
        + "target tokens")
    #expect(sizes?.remedy == "set data.shared_vocabulary: true, or model.tie_embeddings: target")
    let others = Vocabulary(counts: ["a": 1, "b": 1, "c": 1, "d": 1, "e": 1])
    #expect(others.count == 9)
    #expect(throws: UserError.self) { try model(.all, target: others) }
    _ = try model(.target, target: .numbered(11))
  }

  @Test func aTiedModelComesBackFromItsFile() throws {
    let folder = try FilesFolder()
    for tied in TieEmbeddings.allCases {
      let written = try model(tied)
      let path = folder.file("\(tied).safetensors")
      try written.write(to: path)
      let read = try Seq2SeqModel(path: path)
      #expect(read.configuration == written.configuration)
      for parameter in written.parameters.parameters {
        let same = try #require(read.parameters[parameter.name])
        #expect(
          read.parameters.withWeights(of: same) { Array($0) }
            == written.parameters.withWeights(of: parameter) { Array($0) })
      }
    }
  }
}
