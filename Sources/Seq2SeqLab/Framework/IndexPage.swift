import Seq2SeqPages

/// The page that leads to the lessons.
struct IndexPage {
  private static let title = Text(
    en: "Sequence to sequence, measured", ko: "직접 재 보는 sequence-to-sequence")
  private static let subtitle = Text(
    en: "Each lesson trains its models, states a claim and measures it",
    ko: "레슨마다 모델을 직접 학습하고, 주장을 세우고, 측정합니다")

  let html: String

  init(outcomes: [LessonOutcome], language: PageLanguage) {
    var page = LessonPage(title: IndexPage.title, subtitle: IndexPage.subtitle, language)
    page.paragraph(
      Text(
        en: "Nothing here is arranged: a verdict is worked out from the numbers by a rule that "
          + "stands in the code, and where a measurement speaks against the claim the page says so.",
        ko: "결과를 꾸미지 않습니다. 판정은 코드에 적힌 규칙에 따라 숫자에서 계산하고, 측정이 주장과 "
          + "어긋나면 페이지에 그대로 적습니다."))
    page.links(
      outcomes.map { outcome in
        let type = outcome.lesson.results
        let (tally, claim) = (IndexPage.tally(outcome), type.claim)
        return (
          title: type.title, href: "\(outcome.lesson.rawValue)/index.html",
          summary: Text(en: "\(claim.en) — \(tally.en)", ko: "\(claim.ko) — \(tally.ko)")
        )
      })
    html = page.html
  }

  private static func tally(_ outcome: LessonOutcome) -> Text {
    let confirmed = outcome.verdicts.count { $0 == .confirmed }
    let contradicted = outcome.verdicts.count - confirmed
    let seconds = outcome.seconds.fixed(1)
    return Text(
      en: "**\(confirmed) confirmed, \(contradicted) contradicted** (\(seconds) s)",
      ko: "**확인 \(confirmed), 어긋남 \(contradicted)** (\(seconds)초)")
  }
}
