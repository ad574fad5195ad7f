import Seq2SeqPages

extension TeacherForcingResults {
  func tell(on page: inout LessonPage) {
    tellChoice(&page)
    tellTask(&page)
    tellCurves(&page)
    tellDrift(&page)
    tellTable(&page)
  }

  private func tellChoice(_ page: inout LessonPage) {
    page.heading(Text(en: "What the decoder reads", ko: "디코더는 무엇을 읽는가"))
    page.paragraph(
      Text(
        en: "A decoder writes one token after the other, and reads the token before as its input. "
          + "When the model is used, that is its own output. In training the right one is known, "
          + "and **teacher forcing** feeds that instead: every step is practised after a faultless "
          + "beginning. But then the decoder never meets its own errors. **Scheduled sampling** "
          + "(Bengio et al.) tosses a coin for each token and lets the share of truth fall while "
          + "training goes on.",
        ko: "디코더는 토큰을 하나씩 쓰면서 바로 앞 토큰을 입력으로 읽습니다. 실제로 쓸 때 그 입력은 자기가 쓴 "
          + "출력입니다. 학습할 때는 정답을 알고 있으므로 정답을 대신 넣어 줄 수 있는데, 이것이 **교사 "
          + "강요(teacher forcing)**입니다. 모든 단계를 흠 없는 앞부분 다음에 연습하는 셈입니다. 하지만 그러면 "
          + "디코더는 자기 실수를 한 번도 만나지 못합니다. **스케줄 샘플링**(Bengio 등)은 토큰마다 동전을 던지고, "
          + "학습이 진행될수록 정답의 비율을 줄여 갑니다."))
    page.figure(
      chart(
        Text(en: "Share of truth among what the decoder reads", ko: "디코더가 읽는 입력 중 정답의 비율"),
        Text(en: "truth, %", ko: "정답 비율(%)"), page.language
      ) { setting in setting.shares.map { LineChart.Point(0, $0) } },
      caption: Text(
        en: "Five settings: two schedules, and three shares that stay.",
        ko: "다섯 가지 설정: 스케줄 둘, 변하지 않는 비율 셋."))
  }

  private func tellTask(_ page: inout LessonPage) {
    page.heading(Text(en: "The task", ko: "과제"))
    page.paragraph(
      Text(
        en: "Write a string of \(shortest) to \(longest) letters (\(letterCount) kinds) backwards, "
          + "with an LSTM encoder-decoder of width \(hiddenSize) **without attention**: it has "
          + "nothing but one vector of the source and what it has read of the output, so that a "
          + "wrong letter can lead it astray. Each setting is trained \(repetitions) times on "
          + "\(trainingPairs) strings, from other weights, and validated on \(testPairs) others.",
        ko: "글자 종류가 \(letterCount)개인 길이 \(shortest)~\(longest)의 문자열을 거꾸로 씁니다. 모델은 크기 "
          + "\(hiddenSize)의 LSTM 인코더-디코더이고 **어텐션이 없습니다**. 의지할 것이 입력을 담은 벡터 하나와 "
          + "지금까지 읽은 출력뿐이므로 틀린 글자 하나가 길을 잃게 만들 수 있습니다. 설정마다 초기 가중치를 바꿔 "
          + "가며 문자열 \(trainingPairs)개로 \(repetitions)번 학습하고, 따로 둔 \(testPairs)개로 검증합니다."))
  }

  private func tellCurves(_ page: inout LessonPage) {
    page.heading(Text(en: "Two accuracies while training goes on", ko: "학습 중의 두 가지 정확도"))
    page.figure(
      chart(
        Text(en: "Accuracy with the truth as input", ko: "정답을 입력으로 준 정확도"), Self.accuracy,
        page.language, \.forced),
      caption: Text(
        en: "What is usually watched in training. Lines are means over \(repetitions) trainings, "
          + "bands go from the worst to the best.",
        ko: "학습 중에 보통 지켜보는 값입니다. 선은 \(repetitions)번 학습한 평균이고, 띠는 가장 나쁜 결과에서 가장 "
          + "좋은 결과까지입니다."))
    page.figure(
      chart(
        Text(en: "Accuracy when it runs free", ko: "혼자 달릴 때의 정확도"), Self.accuracy,
        page.language, \.free),
      caption: Text(
        en: "What counts in use: position by position, with its own output as input.",
        ko: "실제로 쓸 때 중요한 값입니다. 자기 출력을 입력으로 읽으며 자리마다 맞았는지 셉니다."))
  }

  private func tellDrift(_ page: inout LessonPage) {
    page.heading(Text(en: "Drift: the one less the other", ko: "흔들림: 두 정확도의 차이"))
    page.figure(
      chart(
        Text(en: "Accuracy lost by running free", ko: "혼자 달릴 때 잃는 정확도"),
        Text(en: "points", ko: "차이(점)"), page.language
      ) { setting in
        zip(setting.forced.mean, setting.free.mean).map { LineChart.Point(0, $0 - $1) }
      },
      caption: Text(
        en: "The difference of the two means, as it changes while training goes on.",
        ko: "두 평균의 차이가 학습 중에 어떻게 변하는지 보여 줍니다."))
    let language = page.language
    page.figure(
      LineChart(
        title: Text(en: "Free accuracy against forced accuracy", ko: "정답 입력 정확도에 견준 자유 정확도")[
          language],
        x: ChartAxis(
          Text(en: "with the truth as input, %", ko: "정답 입력 정확도(%)")[language], range: 0...100),
        y: ChartAxis(
          Text(en: "running free, %", ko: "혼자 달린 정확도(%)")[language], range: 0...100),
        series: zip(Names.all, settings).map { name, setting in
          LineChart.Series(
            name[language],
            zip(setting.forced.mean, setting.free.mean).map { LineChart.Point($0, $1) })
        }),
      caption: Text(
        en: "The same numbers without time: how good a decoder that looks so good in training "
          + "really "
          + "is. The lower a line, the more it flatters itself.",
        ko: "같은 숫자에서 시간을 뺀 그림입니다. 학습 중에 이만큼 좋아 보이는 디코더가 실제로는 얼마나 좋은지를 "
          + "보여 줍니다. 선이 낮을수록 실제보다 좋아 보였다는 뜻입니다."))
  }

  private func tellTable(_ page: inout LessonPage) {
    page.table(
      header: [
        Text(en: "decoder reads", ko: "디코더가 읽는 것"),
        Text(en: "truth as input, whole training, %", ko: "정답 입력, 학습 전체(%)"),
        Text(en: "lost by running free, points", ko: "혼자 달릴 때 손실(점)"),
        Text(en: "truth as input, at the end, %", ko: "정답 입력, 마지막(%)"),
        Text(en: "running free, at the end, %", ko: "혼자 달림, 마지막(%)"),
        Text(en: "falls on the way, points", ko: "도중 하락(점)"),
      ],
      rows: zip(Names.all, settings).map { name, setting in
        [
          name[page.language], setting.speed.fixed(1), setting.drift.fixed(1),
          setting.lastForced.fixed(1), setting.lastFree.fixed(1), setting.falls.fixed(1),
        ]
      })
  }

  private static let accuracy = Text(en: "right tokens, %", ko: "맞은 토큰(%)")

  private func chart(
    _ title: Text, _ unit: Text, _ language: PageLanguage, _ curve: KeyPath<Setting, Curve>
  ) -> LineChart {
    chart(title, unit, language, range: 0...100) { setting in
      let curve = setting[keyPath: curve]
      return curve.mean.indices.map {
        LineChart.Point(0, curve.mean[$0], low: curve.lowest[$0], high: curve.highest[$0])
      }
    }
  }

  /// A line for each setting over the updates; the points' x is set here.
  private func chart(
    _ title: Text, _ unit: Text, _ language: PageLanguage, range: ClosedRange<Double>? = nil,
    _ points: (Setting) -> [LineChart.Point]
  ) -> LineChart {
    LineChart(
      title: title[language],
      x: ChartAxis(Text(en: "updates", ko: "갱신 횟수")[language]),
      y: ChartAxis(unit[language], range: range),
      series: zip(Names.all, settings).map { name, setting in
        LineChart.Series(
          name[language],
          zip(updates, points(setting)).map { update, point in
            LineChart.Point(Double(update), point.y, low: point.low, high: point.high)
          })
      })
  }
}
