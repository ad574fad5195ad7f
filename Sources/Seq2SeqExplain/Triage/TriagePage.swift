import Foundation
import Seq2SeqPages
import Seq2SeqText

/// The triage of a model's errors as a page.
struct TriagePage {
  private static let examples = 5
  private static let confusions = 15
  private static let widestText = 120

  private let triage: ErrorTriage
  private let words: TriageWords
  private var page: Page

  /// - Parameters:
  ///   - model: The model's name, if it has one.
  ///   - metrics: What was measured, by name.
  init(
    _ triage: ErrorTriage, model: String?, metrics: [(name: String, value: String)],
    _ language: PageLanguage
  ) {
    self.triage = triage
    words = TriageWords(language: language)
    page = Page(
      title: words.say("What went wrong", "무엇이 틀렸나"), language: language, subtitle: model)
    addSummary(metrics)
    if !triage.wrong.isEmpty {
      addLabels()
      for tally in triage.tallies { addExamples(tally) }
      addConfusions(
        triage.letters, title: words.say("Letters taken for others", "글자 혼동"),
        unit: words.say(
          "Letters of Hangul one by one (a final consonant with a hyphen before it), other scripts by "
            + "character.",
          "한글은 자모 단위(받침은 앞에 하이픈), 다른 문자는 글자 단위."))
      if let counts = triage.words {
        addConfusions(
          counts, title: words.say("Words taken for others", "단어 혼동"),
          unit: words.say("What white space separates.", "공백으로 나눈 단어."))
      }
    }
  }

  var html: String { page.html }

  private mutating func addSummary(_ metrics: [(name: String, value: String)]) {
    let share = TriagePage.share(triage.wrong.count, of: triage.lines)
    page.paragraph(
      words.say(
        "Of \(triage.lines) outputs **\(triage.wrong.count)** are not exactly right (\(share)).",
        "출력 \(triage.lines)개 가운데 **\(triage.wrong.count)**개가 정답과 다릅니다(\(share))."))
    if !metrics.isEmpty {
      page.table(
        header: [words.say("metric", "지표"), words.say("value", "값")],
        rows: metrics.map { [$0.name, $0.value] })
    }
  }

  private mutating func addLabels() {
    let right = triage.lines - triage.wrong.count
    page.heading(words.say("What may be behind it", "무엇 때문일까"))
    page.paragraph(
      words.say(
        "An output may have several labels. Signs are no proofs: one that is as frequent among the right "
          + "outputs says nothing.",
        "한 출력에 표지가 여럿 붙을 수 있습니다. 징후는 증거가 아닙니다. 맞은 출력에서도 그만큼 흔하면 뜻이 없습니다."))
    page.table(
      header: [
        words.say("label", "표지"), words.say("wrong", "틀린 출력"), words.say("of wrong", "틀린 것 중"),
        words.say("right", "맞은 출력"), words.say("of right", "맞은 것 중"),
      ],
      rows: triage.tallies.map { tally in
        [
          words.name(tally.label), "\(tally.wrong)",
          TriagePage.share(tally.wrong, of: triage.wrong.count),
          tally.right.map(String.init) ?? "",
          tally.right.map { TriagePage.share($0, of: right) } ?? "",
        ]
      })
    func percent(_ count: Int, _ whole: Int) -> Double {
      100 * Double(count) / Double(max(1, whole))
    }
    page.figure(
      BarChart(
        title: words.say("Labels", "표지"), groups: triage.tallies.map { words.name($0.label) },
        y: ChartAxis("%", range: 0...1),
        series: [
          .init(
            words.say("wrong outputs", "틀린 출력"),
            triage.tallies.map { percent($0.wrong, triage.wrong.count) }),
          .init(
            words.say("right outputs", "맞은 출력"),
            triage.tallies.map { percent($0.right ?? 0, right) }),
        ]),
      caption: words.say(
        "The share of wrong, and of right, outputs that have each label.",
        "표지가 붙은 비율: 틀린 출력과 맞은 출력."))
  }

  private mutating func addExamples(_ tally: ErrorTriage.Tally) {
    guard tally.wrong > 0 else { return }
    page.heading(words.name(tally.label), level: 3)
    let isOfAttention = tally.label == .sourceSkipped || tally.label == .sourceRevisited
    let usual = isOfAttention ? triage.attention.map { " " + words.usual($0) } : nil
    page.paragraph(words.rule(tally.label) + (usual ?? ""))
    let examples = triage.wrong.filter { $0.labels.contains(tally.label) }
      .prefix(TriagePage.examples)
    page.table(
      header: [
        words.say("pair", "쌍"), words.say("source", "원문"), words.say("reference", "정답"),
        words.say("output", "출력"), words.say("score", "점수"),
        words.say("of the reference", "정답의 점수"),
      ],
      rows: examples.map { line in
        [
          "\(line.number)", TriagePage.shown(line.source), TriagePage.shown(line.reference),
          TriagePage.shown(line.hypothesis), TriagePage.number(line.score),
          TriagePage.number(line.referenceScore),
        ]
      },
      caption: words.say(
        "The first \(examples.count) of \(tally.wrong).",
        "\(tally.wrong)개 가운데 처음 \(examples.count)개."))
  }

  private mutating func addConfusions(_ counts: ConfusionCounts, title: String, unit: String) {
    page.heading(title)
    page.paragraph(
      unit + " "
        + words.say(
          "Aligned with as few edits as possible, over the wrong outputs.",
          "틀린 출력을 편집 거리가 가장 짧게 맞춘 결과입니다."))
    let kinds = [
      (words.say("Expected and written", "정답과 출력"), counts.substitutions),
      (words.say("Written without need", "덧붙은 것"), counts.insertions),
      (words.say("Left out", "빠진 것"), counts.deletions),
    ]
    for (name, all) in kinds where !all.isEmpty {
      page.table(
        header: [
          words.say("expected", "정답"), words.say("written", "출력"), words.say("times", "횟수"),
        ],
        rows: all.prefix(TriagePage.confusions).map { count in
          [
            count.reference.map(TriagePage.token) ?? "–",
            count.hypothesis.map(TriagePage.token) ?? "–", "\(count.count)",
          ]
        }, caption: "\(name) (\(all.reduce(0) { $0 + $1.count }))")
    }
    if counts.skippedLines > 0 {
      page.note(
        words.say(
          "\(counts.skippedLines) lines are too long to be aligned.",
          "\(counts.skippedLines)줄은 너무 길어 맞추지 못했습니다."), kind: .remark)
    }
  }

  private static func share(_ count: Int, of whole: Int) -> String {
    whole == 0 ? "–" : (100 * Double(count) / Double(whole)).fixed(1) + " %"
  }

  private static func shown(_ text: String) -> String {
    TokenLabel(text, widest: widestText, isProse: true).text
  }

  private static func number(_ value: Double) -> String {
    value.isFinite ? value.fixed(3) : value < 0 ? "−∞" : "–"
  }

  /// A token as it can be seen; a final consonant is told from the initial one of the same shape.
  private static func token(_ token: String) -> String {
    let label = TokenLabel(token, widest: 40).text
    guard let scalar = token.unicodeScalars.first, 0x11A8...0x11FF ~= scalar.value else {
      return label
    }
    return "-" + label
  }
}

extension ErrorTriage {
  /// One self-contained HTML page: no scripts, no network.
  ///
  /// - Parameters:
  ///   - model: The model's name, if it has one.
  ///   - metrics: What was measured, by name.
  public func html(
    model: String? = nil, metrics: [(name: String, value: String)] = [],
    _ language: PageLanguage = .en
  ) -> String {
    TriagePage(self, model: model, metrics: metrics, language).html
  }
}
