import Seq2SeqPages

extension LossResults {
  func tell(on page: inout LessonPage) {
    tellStep(&page)
    tellSoftmax(&page)
    tellLoss(&page)
    tellGradient(&page)
    tellSmoothing(&page)
    tellTemperature(&page)
  }

  private func tellStep(_ page: inout LessonPage) {
    page.heading(Text(en: "One step of a real model", ko: "실제 모델의 한 단계"))
    page.paragraph(
      Text(
        en: "A small encoder-decoder (\(hiddenSize) units) was trained for a short while to write "
          + "strings of \(letterCount) letters backwards, on \(trainingPairs) strings of \(shortest) "
          + "to \(longest) letters. It is stopped early on purpose: among all predictions for the "
          + "test strings, this page takes the one whose right token is nearest to a probability of "
          + "one half, neither known nor unknown.",
        ko: "작은 인코더-디코더(은닉 크기 \(hiddenSize))를 글자 \(letterCount)개로 된 문자열을 거꾸로 "
          + "쓰도록 잠깐만 학습했습니다. 학습에는 길이 \(shortest)~\(longest)인 문자열 "
          + "\(trainingPairs)개를 썼습니다. 일부러 일찍 멈춘 모델입니다. 평가 문자열의 모든 예측 가운데 "
          + "정답 토큰의 확률이 절반에 가장 가까운, 아는 것도 모르는 것도 아닌 한 단계를 골라 들여다봅니다."))
    let read = prefix.map { "`\($0)`" }.joined(separator: " ")
    page.paragraph(
      Text(
        en: "The source is `\(source)`, the answer should be `\(reference)`. At step \(step) the "
          + "decoder has read \(read) and should say `\(target)`.",
        ko: "입력은 `\(source)`, 정답은 `\(reference)`입니다. \(step)번째 단계에서 디코더는 \(read)까지 "
          + "읽었고, 이제 내놓아야 할 토큰은 `\(target)`입니다."))
  }

  private func tellSoftmax(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Logits become probabilities", ko: "로짓에서 확률로"))
    page.paragraph(
      Text(
        en: "The decoder's last layer gives each of the \(vocabularySize) tokens a number of any "
          + "size, its **logit** z. Softmax makes them positive and lets them add up to one: "
          + "`p_i = exp(z_i) / Σ_j exp(z_j)`. Only differences of logits count: to add the same to "
          + "all of them changes nothing.",
        ko: "디코더의 마지막 층은 토큰 \(vocabularySize)개에 각각 아무 크기의 숫자나 매깁니다. 이것이 "
          + "**로짓** z입니다. 소프트맥스는 이를 모두 양수로 바꾸고 합이 1이 되게 합니다: "
          + "`p_i = exp(z_i) / Σ_j exp(z_j)`. 중요한 것은 로짓의 차이뿐이어서, 모든 로짓에 같은 수를 "
          + "더해도 확률은 변하지 않습니다."))
    let names = tokens.map(\.token)
    page.figure(
      BarChart(
        title: Text(en: "Logits", ko: "로짓")[language], groups: names,
        groupTitle: Text(en: "token", ko: "토큰")[language], y: ChartAxis("z"),
        series: [BarChart.Series("z", tokens.map(\.logit))]),
      caption: Text(
        en: "What the network says: any numbers, negative ones too.",
        ko: "네트워크가 내놓은 값입니다. 음수를 포함해 어떤 수든 될 수 있습니다."))
    page.figure(
      BarChart(
        title: Text(en: "Probabilities", ko: "확률")[language], groups: names,
        groupTitle: Text(en: "token", ko: "토큰")[language], y: ChartAxis("p", range: 0...1),
        series: [
          BarChart.Series("p", tokens.map(\.probability)),
          BarChart.Series(
            Text(en: "y, the truth", ko: "y(정답)")[language], tokens.map(\.truth)),
        ]),
      caption: Text(
        en: "After softmax, beside the truth: all of it on one token.",
        ko: "소프트맥스를 거친 확률과 정답. 정답은 한 토큰에 몰려 있습니다."))
  }

  private func tellLoss(_ page: inout LessonPage) {
    page.heading(Text(en: "Probabilities become a loss", ko: "확률에서 손실로"))
    page.paragraph(
      Text(
        en:
          "Cross-entropy with a truth that lies on one token is minus the logarithm of that token's "
          + "probability: the surprise. Here `−ln p` of \(targetProbability.fixed(4)) is "
          + "\(lossByHand.fixed(6)); the library's loss is \(loss.fixed(6)). Nothing else of the "
          + "distribution enters: what the wrong tokens share among themselves is not asked.",
        ko: "정답이 한 토큰에 몰려 있을 때 교차 엔트로피는 그 토큰의 확률에 로그를 취해 부호를 바꾼 값, "
          + "곧 놀라움의 크기입니다. 여기서는 \(targetProbability.fixed(4))의 `−ln p`가 "
          + "\(lossByHand.fixed(6))이고, 라이브러리의 손실은 \(loss.fixed(6))입니다. 나머지 확률을 틀린 "
          + "토큰들이 어떻게 나눠 가졌는지는 손실에 들어가지 않습니다."))
  }

  private func tellGradient(_ page: inout LessonPage) {
    let language = page.language
    page.heading(
      Text(en: "The gradient is what was said minus what is true", ko: "기울기는 '말한 것' 빼기 '정답'"))
    page.paragraph(
      Text(
        en:
          "How does the loss change when a logit grows? The logarithm undoes the exponential, and "
          + "what remains is `∂loss/∂z_i = p_i − y_i`: each wrong token is pushed down by its own "
          + "probability, the right one is pulled up by what it lacks, and all of it adds up to "
          + "nothing (here \(gradientSum.scientific)).",
        ko: "로짓 하나가 커지면 손실은 어떻게 변할까요? 로그가 지수를 되돌리고 나면 "
          + "`∂loss/∂z_i = p_i − y_i`만 남습니다. 틀린 토큰은 자기 확률만큼 밀려 내려가고, 정답 토큰은 "
          + "모자란 만큼 끌려 올라가며, 모두 더하면 없어집니다(여기서는 \(gradientSum.scientific))."))
    page.figure(
      BarChart(
        title: Text(en: "The gradient, three ways", ko: "세 가지 방법으로 구한 기울기")[language],
        groups: tokens.map(\.token), groupTitle: Text(en: "token", ko: "토큰")[language],
        y: ChartAxis("∂loss/∂z"),
        series: [
          BarChart.Series("p − y", tokens.map(\.difference)),
          BarChart.Series(
            Text(en: "backward pass", ko: "역전파")[language], tokens.map(\.gradient)),
          BarChart.Series(
            Text(en: "measured slope", ko: "수치 미분")[language], tokens.map(\.slope)),
        ]),
      caption: Text(
        en:
          "Worked out by hand, by the library's backward pass, and measured by moving each logit a "
          + "little both ways and looking at the library's loss.",
        ko: "공식으로 계산한 값, 라이브러리의 역전파가 낸 값, 그리고 로짓을 하나씩 조금 올리고 내리며 "
          + "라이브러리의 손실을 직접 재어 얻은 값입니다."))
    page.table(
      header: [
        Text(en: "token", ko: "토큰"), .same("z"), .same("p"), .same("y"), .same("p − y"),
        Text(en: "backward pass", ko: "역전파"), Text(en: "measured slope", ko: "수치 미분"),
      ],
      rows: tokens.map { token in
        [
          token.token, token.logit.fixed(3), token.probability.fixed(5),
          token.truth.fixed(0), token.difference.fixed(5), token.gradient.fixed(5),
          token.slope.fixed(5),
        ]
      })
    page.paragraph(
      Text(
        en: "To see what that is good for, move the logits themselves by minus their gradient: the "
          + "right token's probability goes from \(targetProbability.fixed(4)) to "
          + "\(movedProbability.fixed(4)), the loss from \(loss.fixed(4)) to \(movedLoss.fixed(4)).",
        ko: "이 기울기가 무슨 일을 하는지 보려면 로짓을 기울기의 반대쪽으로 그만큼 옮겨 보면 됩니다. 정답 "
          + "토큰의 확률은 \(targetProbability.fixed(4))에서 \(movedProbability.fixed(4))로, 손실은 "
          + "\(loss.fixed(4))에서 \(movedLoss.fixed(4))로 바뀝니다."))
  }

  private func tellSmoothing(_ page: inout LessonPage) {
    page.heading(Text(en: "Label smoothing", ko: "레이블 스무딩"))
    page.paragraph(
      Text(
        en:
          "With plain cross-entropy the pull on the right token ends only at a probability of one, "
          + "for which its logit would have to be infinite. Label smoothing takes a share e of the "
          + "truth and spreads it over the vocabulary, `q = (1 − e) y + e / V`. The gradient becomes "
          + "`p − q` and rests at a probability below one. The price is that the loss no longer "
          + "reaches zero: its floor is the entropy of q.",
        ko: "보통의 교차 엔트로피는 정답 확률이 1이 되어야 비로소 당기기를 멈추는데, 그러려면 로짓이 무한히 "
          + "커져야 합니다. 레이블 스무딩은 정답에서 e만큼을 떼어 어휘 전체에 고루 나눕니다: "
          + "`q = (1 − e) y + e / V`. 기울기는 `p − q`가 되고, 확률이 1에 못 미치는 곳에서 멈춥니다. 그 "
          + "대가로 손실은 더 이상 0까지 내려가지 않고, q의 엔트로피가 바닥이 됩니다."))
    page.table(
      header: [
        .same("e"), Text(en: "loss here", ko: "이 단계의 손실"),
        Text(en: "lowest possible", ko: "가능한 최솟값"),
        Text(en: "p(right) at rest", ko: "멈추는 정답 확률"),
        Text(en: "gradient at the right token", ko: "정답 토큰의 기울기"),
      ],
      rows: smoothing.map { row in
        [
          row.smoothing.fixed(2), row.loss.fixed(4), row.lowestLoss.fixed(4),
          row.targetAtRest.fixed(4), row.gradientAtTarget.fixed(4),
        ]
      },
      caption: Text(
        en: "The same logits; a positive gradient would push the right token down",
        ko: "같은 로짓으로 계산. 기울기가 양수이면 정답 토큰을 오히려 끌어내립니다"))
  }

  private func tellTemperature(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Temperature", ko: "온도"))
    page.paragraph(
      Text(
        en:
          "At inference the logits may be divided by a temperature T before the softmax. A low one "
          + "makes the likely likelier, a high one lets everything have a chance. Because all are "
          + "divided by the same, the order stays: greedy search does not notice, sampling does.",
        ko: "추론할 때는 소프트맥스 전에 로짓을 온도 T로 나눌 수 있습니다. 온도가 낮으면 유력한 토큰이 더 "
          + "유력해지고, 높으면 모두에게 기회가 돌아갑니다. 모든 로짓을 같은 수로 나누므로 순위는 그대로라서, "
          + "탐욕 탐색에는 아무 영향이 없고 샘플링에만 영향을 줍니다."))
    page.figure(
      BarChart(
        title: Text(en: "The same logits at several temperatures", ko: "온도에 따른 확률")[language],
        groups: tokens.map(\.token), groupTitle: Text(en: "token", ko: "토큰")[language],
        y: ChartAxis("p", range: 0...1),
        series: temperatures.map { row in
          BarChart.Series("T = \(row.temperature.fixed(1))", row.probabilities)
        }),
      caption: Text(
        en: "Low temperatures gather the probability, high ones spread it.",
        ko: "온도가 낮을수록 확률이 모이고, 높을수록 퍼집니다."))
    page.table(
      header: [
        .same("T"), Text(en: "entropy, nats", ko: "엔트로피(nat)"),
        Text(en: "most probable", ko: "가장 확률이 높은 토큰"),
      ],
      rows: temperatures.map { [$0.temperature.fixed(1), $0.entropy.fixed(3), $0.best] })
  }
}
