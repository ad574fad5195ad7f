import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqCommand
@testable import Seq2SeqDecoding
@testable import Seq2SeqTraining

struct EvaluationOutputTests {
  private let output = EvaluationOutput(
    EvaluationResult(
      lines: 1_014,
      metrics: [
        ("perplexity", MetricValue(value: .infinity)),
        ("bleu", MetricValue(value: 31.204, signature: "nrefs:1")),
      ], hypotheses: [], seconds: 2.25),
    SearchOptions(beamSize: 4, lengthPenalty: .gnmt(alpha: 0.6), maximumLength: 50))

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
    #expect(
      decoding.keys.sorted() == ["beam_size", "length_penalty", "max_length", "max_length_ratio"])
    #expect(decoding["beam_size"] as? Int == 4)
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
