import Seq2SeqPages

// The second half of the way: softmax, beam and reference.
extension ExplanationPage {
  mutating func addSteps() {
    let steps = explanation.steps
    let attention = steps.compactMap(\.attention)
    if attention.count == steps.count {
      page.heading(say("Attention", "어텐션"))
      page.figure(
        HeatMap(
          title: say("Attention", "어텐션"), rows: outputLabels, columns: sourceLabels,
          values: attention.map { $0.map(Double.init) }, rowTitle: say("output", "출력"),
          columnTitle: say("source", "입력"), range: 0...1,
          showsNumbers: sourceLabels.count <= 24),
        caption: say(
          "Where the decoder looks while it writes each token; each row adds up to 1.",
          "토큰을 쓸 때마다 디코더가 보는 곳. 각 행의 합은 1입니다."))
    }
    page.heading(say("Step by step: the softmax", "단계별 소프트맥스"))
    page.figure(
      LineChart(
        title: say("How sure the model is", "모델의 확신"), x: ChartAxis(say("step", "단계")),
        y: ChartAxis("nat", range: 0...0.1),
        series: [
          .init(
            say("entropy", "엔트로피"),
            steps.enumerated().map { .init(Double($0.offset + 1), $0.element.entropy) }),
          .init(
            "−log p",
            steps.enumerated().map {
              .init(Double($0.offset + 1), -Double($0.element.output.logProbability))
            }),
        ]),
      caption: say(
        "Entropy of the distribution at each step, and what the chosen token costs.",
        "단계별 분포의 엔트로피와 고른 토큰의 비용."))
    for (index, step) in steps.enumerated() { add(step, number: index + 1) }
  }

  private mutating func add(_ step: ExplainedStep, number: Int) {
    page.heading(say("Step \(number)", "\(number)단계"), level: 3)
    let entropy = step.entropy.fixed(3)
    page.table(
      header: [
        say("token", "토큰"), say("number", "번호"), say("logit", "로짓"), "log p", "p",
        say("chosen", "선택"),
      ],
      rows: step.shown.map { candidate in
        [
          candidate.token.label, "\(candidate.token.id)", Double(candidate.logit).fixed(3),
          Double(candidate.logProbability).fixed(4), candidate.probability.fixed(5),
          candidate.token.id == step.output.token.id ? "✓" : "",
        ]
      },
      caption: say(
        "Reads \(step.input.quoted), writes \(step.output.token.quoted) (rank \(step.rank)); entropy "
          + "\(entropy) nat.",
        "\(step.input.quoted)을(를) 읽고 \(step.output.token.quoted)을(를) 씀(순위 \(step.rank)), "
          + "엔트로피 \(entropy) nat."))
  }

  mutating func addBeam() {
    page.heading(say("The search", "탐색"))
    page.paragraph(
      say(
        "At each step the beam keeps the best \(explanation.beam.size) continuations; what has ended "
          + "keeps its place, and all others are pruned. The numbers are log-probabilities.",
        "단계마다 빔은 가장 좋은 \(explanation.beam.size)개를 남깁니다. 완성된 것은 자리를 지키고 나머지는 "
          + "버립니다. 숫자는 로그 확률입니다."))
    page.figure(
      BeamTree(explanation.beam, pruned: 4).figure(say("Beam", "빔")),
      caption: say(
        "From left to right; of what was pruned the best four of each step.",
        "왼쪽에서 오른쪽으로. 버린 것은 단계마다 가장 좋은 넷만 보입니다."))
  }

  mutating func addReference() {
    guard let reference = explanation.reference else { return }
    page.heading(say("The reference", "정답과 비교"))
    page.code(reference.hypothesis.text)
    page.note(verdict(reference), kind: reference.verdict == .none ? .confirmed : .remark)
    page.table(
      header: [
        say("step", "단계"), say("token", "토큰"), say("rank", "순위"), "p", "log p", "Σ log p",
        say("in the beam", "빔 안"),
      ],
      rows: reference.steps.enumerated().map { index, step in
        [
          "\(index + 1)", step.token.token.label, "\(step.rank)",
          step.token.probability.fixed(5), Double(step.token.logProbability).fixed(4),
          step.logProbability.fixed(4), step.isInBeam ? "✓" : "✗",
        ]
      })
  }

  private func verdict(_ reference: ExplainedReference) -> String {
    let scores = say(
      "Scores: reference \(reference.hypothesis.score.fixed(4)), output "
        + "\(explanation.output.score.fixed(4)).",
      "점수: 정답 \(reference.hypothesis.score.fixed(4)), 출력 \(explanation.output.score.fixed(4)).")
    let meaning =
      switch reference.verdict {
      case .searchError:
        say(
          "**Search error**: the model prefers the reference, but the search missed it.",
          "**탐색 오류**: 모델은 정답을 더 좋게 보지만 탐색이 놓쳤습니다.")
      case .modelError:
        say(
          "**Model error**: the model prefers its output; a wider search would not help.",
          "**모델 오류**: 모델이 자기 출력을 더 좋게 봅니다. 탐색을 넓혀도 소용없습니다.")
      case .none:
        say("Output and reference score the same.", "출력과 정답의 점수가 같습니다.")
      }
    let fall = reference.fellOffAt.map {
      say(" It fell off the beam at step \($0 + 1).", " \($0 + 1)단계에서 빔 밖으로 밀려났습니다.")
    }
    return meaning + " " + scores + (fall ?? "")
  }
}
