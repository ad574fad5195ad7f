import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqCommand
@testable import Seq2SeqDecoding
@testable import Seq2SeqModels
@testable import Seq2SeqTraining

struct EvaluationOutputTests {
  private let output = EvaluationOutput(
    EvaluationResult(
      lines: 1_014,
      metrics: [
        ("perplexity", MetricValue(value: .infinity)),
        ("bleu", MetricValue(value: 31.204, signature: "nrefs:1")),
      ], hypotheses: [], seconds: 2.25),
    Self.decoding {
      $0.beamSize = 4
      $0.lengthPenalty = 0.6
      $0.maximumLength = 50
    })

  private static func decoding(
    _ change: (inout DecodingConfiguration) -> Void
  ) -> DecodingConfiguration {
    var decoding = DecodingConfiguration()
    change(&decoding)
    return decoding
  }

  @Test func peopleGetATable() {
    #expect(
      output.table == """
        perplexity    inf
        bleu        31.20  nrefs:1
        1,014 lines, beam 4, length penalty 0.6, 2.2 s

        """)
  }

  @Test func programsGetOneObject() throws {
    let json = try output.json
    #expect(json.hasSuffix("}\n"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object.keys.sorted() == ["decoding", "lines", "metrics", "seconds"])
    #expect(object["lines"] as? Int == 1_014)
    let metrics = try #require(object["metrics"] as? [String: [String: Any]])
    #expect(metrics["bleu"]?["value"] as? Double == 31.204)
    #expect(metrics["bleu"]?["signature"] as? String == "nrefs:1")
    #expect(metrics["perplexity"]?["value"] as? String == "inf")
    #expect(metrics["perplexity"]?["signature"] == nil)
    let decoding = try #require(object["decoding"] as? [String: Any])
    // The whole section, in the words of the configuration.
    #expect(decoding.count == 17)
    #expect(decoding["beam_size"] as? Int == 4)
    #expect(decoding["length_penalty"] as? Double == 0.6)
    #expect(decoding["strategy"] as? String == "beam")
  }

  @Test func theTableSaysWhatIsNotAsUsual() {
    func last(_ change: (inout DecodingConfiguration) -> Void) -> String? {
      EvaluationOutput(
        EvaluationResult(lines: 2, metrics: [], hypotheses: [], seconds: 1),
        Self.decoding(change)
      ).table.split(separator: "\n").last.map(String.init)
    }
    #expect(
      last {
        $0.strategy = .sampling
        ($0.topK, $0.topP, $0.temperature) = (9, 0.5, 2)
      } == "2 lines, sampling with seed 1, top k 9, top p 0.5, temperature 2.0, 1.0 s")
    #expect(
      last {
        ($0.beamSize, $0.groups, $0.lengthPenaltyKind, $0.coveragePenalty) = (6, 3, .average, 0.2)
        ($0.minimumLength, $0.noRepeatNgram, $0.replaceUnknown) = (1, 3, true)
      } == "2 lines, beam 6, 3 groups, average length penalty, coverage penalty 0.2, from 1 token, "
        + "no 3-gram twice, unknown tokens replaced, 1.0 s")
    #expect(last { $0.lengthPenaltyKind = .none } == "2 lines, beam 5, no length penalty, 1.0 s")
  }

  @Test func oddPairsAreNamedByLine() throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "seq2seq-odd-pairs-\(UUID().uuidString).tsv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("a\tb\nc\n\td\ne\tf\tg\n".utf8).write(to: file)
    let report = try CorpusReader.pairs(.tsv(file.path)).report
    #expect(
      PairWarnings.lines(report) == [
        "warning: \(file.path): 1 line without a tab, left out (2)",
        "warning: \(file.path): 1 line with an empty side (3)",
        "warning: \(file.path): 1 line with more than two columns, the further ones ignored (4)",
      ])
  }
}
