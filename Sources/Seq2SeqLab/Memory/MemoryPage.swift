import Seq2SeqPages

extension MemoryResults {
  func tell(on page: inout LessonPage) {
    tellTask(&page)
    tellModels(&page)
    tellAccuracy(&page)
    tellWhy(&page)
    tellGradients(&page)
  }

  private func tellTask(_ page: inout LessonPage) {
    page.heading(Text(en: "The task", ko: "과제"))
    page.paragraph(
      Text(
        en: "A string begins with one of \(letterCount) capital letters. Then come small letters, "
          + "drawn by chance from \(fillerCount): fillers that mean nothing. The answer is the "
          + "capital. Nothing is hard about this but one thing: the more fillers, the longer the "
          + "letter has to be kept in mind, and the network has to find out by itself that it "
          + "matters.",
        ko: "문자열은 대문자 \(letterCount)개 가운데 하나로 시작하고, 그 뒤로 소문자 \(fillerCount)개에서 "
          + "무작위로 뽑은 아무 뜻 없는 채움 글자가 이어집니다. 정답은 맨 앞의 대문자입니다. 어려운 점은 하나뿐"
          + "입니다. 채움 글자가 늘어날수록 글자를 더 오래 기억해야 하고, 그 글자가 중요하다는 사실부터 스스로 "
          + "알아내야 합니다."))
    page.code("Dcafhbbe → D")
    page.paragraph(
      Text(
        en: "There are \(trainingPairs) strings for training, with \(nearest) to \(farthest) "
          + "fillers, "
          + "and \(testPairsPerDistance) others for each distance tested.",
        ko: "학습 문자열은 채움 글자가 \(nearest)~\(farthest)개인 \(trainingPairs)개이고, 평가에는 거리마다 "
          + "따로 만든 \(testPairsPerDistance)개를 씁니다."))
  }

  private func tellModels(_ page: inout LessonPage) {
    page.heading(Text(en: "Three cells", ko: "세 가지 셀"))
    page.paragraph(
      Text(
        en: "An encoder reads the string from left to right, and a decoder sees nothing but the "
          + "encoder's last state: what is not in there is lost. The cell is a plain RNN "
          + "(`h = tanh(W x + U h + b)`), a GRU or an LSTM, as wide as makes the numbers of "
          + "weights "
          + "about equal. Each is trained \(repetitions) times, from other weights.",
        ko: "인코더가 문자열을 왼쪽에서 오른쪽으로 읽고, 디코더는 인코더의 마지막 상태만 봅니다. 거기에 담기지 않은 "
          + "것은 사라집니다. 셀은 기본 RNN(`h = tanh(W x + U h + b)`), GRU, LSTM이고, 가중치 수가 비슷해지도록 "
          + "크기를 정했습니다. 저마다 초기 가중치를 바꿔 가며 \(repetitions)번씩 학습합니다."))
    page.table(
      header: [
        Text(en: "cell", ko: "셀"), Text(en: "width", ko: "크기"), Text(en: "weights", ko: "가중치 수"),
        Text(en: "right at \(nearest), %", ko: "거리 \(nearest) 정답률(%)"),
        Text(en: "right at \(farthest), %", ko: "거리 \(farthest) 정답률(%)"),
      ],
      rows: cells.map { cell in
        [
          Self.names(cell), String(cell.hiddenSize), String(cell.parameters),
          (cell.accuracy.first ?? 0).fixed(1), (cell.accuracy.last ?? 0).fixed(1),
        ]
      })
  }

  private func tellAccuracy(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Right answers by distance", ko: "거리별 정답률"))
    func series(_ cell: Cell) -> LineChart.Series {
      LineChart.Series(
        Self.names(cell),
        distances.indices.map { index in
          LineChart.Point(
            Double(distances[index]), cell.accuracy[index], low: cell.lowest[index],
            high: cell.highest[index])
        })
    }
    page.figure(
      LineChart(
        title: Text(en: "Right answers by distance", ko: "거리별 정답률")[language],
        x: ChartAxis(Text(en: "fillers after the letter", ko: "글자 뒤의 채움 글자 수")[language]),
        y: ChartAxis(Text(en: "right, %", ko: "정답률(%)")[language], range: 0...100),
        series: cells.map(series) + [
          LineChart.Series(
            Text(en: "a guess", ko: "찍기")[language],
            distances.map { LineChart.Point(Double($0), chance) })
        ]),
      caption: Text(
        en: "Lines are means over \(repetitions) trainings, bands go from the worst to the best.",
        ko: "선은 \(repetitions)번 학습한 평균이고, 띠는 가장 나쁜 결과에서 가장 좋은 결과까지입니다."))
  }

  private func tellWhy(_ page: inout LessonPage) {
    page.heading(Text(en: "Why: the way back", ko: "이유: 되돌아가는 길"))
    page.paragraph(
      Text(
        en: "To learn, the network must feel at the letter that the answer went wrong. The "
          + "gradient "
          + "of the loss L goes back step by step; in a plain RNN each step multiplies it by "
          + "`diag(1 - h²) U`. A product of many such factors shrinks or grows like a power. GRU "
          + "and LSTM have a road on which the state is not multiplied by a matrix but by a gate, "
          + "which the network can learn to keep near one.",
        ko: "배우려면 답이 틀렸다는 사실이 맨 앞 글자까지 전해져야 합니다. 손실 L의 기울기는 한 단계씩 거슬러 "
          + "올라가는데, 기본 RNN에서는 단계마다 `diag(1 - h²) U`가 곱해집니다. 이런 인수를 여러 번 곱하면 "
          + "거듭제곱처럼 줄어들거나 불어납니다. GRU와 LSTM에는 상태에 행렬이 아니라 게이트가 곱해지는 길이 있고, "
          + "신경망은 그 게이트를 1 가까이 열어 두는 법을 배울 수 있습니다."))
    page.paragraph(
      Text(
        en: "Here this is not argued but measured: strings with \(farthest) fillers go through the "
          + "model, the library's own backward pass is run from the loss of the answer, and at "
          + "each "
          + "step the length |dL/dh| of the gradient is read off that has arrived in the encoder's "
          + "state h. For the LSTM the gradient in its cell state c is shown too: that is its "
          + "road.",
        ko: "여기서는 따지는 대신 재 봅니다. 채움 글자가 \(farthest)개인 문자열을 모델에 넣고, 답의 손실에서부터 "
          + "라이브러리의 역전파를 그대로 돌린 뒤, 단계마다 인코더 상태 h에 도달한 기울기의 크기 |dL/dh|를 "
          + "읽습니다. LSTM은 셀 상태 c에 도달한 기울기도 함께 보입니다. 그 길이 바로 c입니다."))
  }

  private func tellGradients(_ page: inout LessonPage) {
    page.figure(
      chart(
        Text(en: "Gradient on its way back, before training", ko: "되돌아가는 기울기, 학습 전"), page.language,
        cells.map { ($0, $0.before, $0.cellStateBefore) }),
      caption: Text(
        en: "Divided by its length at the last state, so that all start from 1; on a logarithmic "
          + "axis a straight line is a power. With freshly drawn weights nothing has been learnt "
          + "yet: this is what learning has to begin with.",
        ko: "모두 1에서 시작하도록 마지막 상태에서의 크기로 나눴습니다. 로그 축이므로 직선은 거듭제곱을 뜻합니다. "
          + "갓 뽑은 가중치라 아직 아무것도 배우지 않은 상태이며, 학습은 여기서부터 시작해야 합니다."))
    page.figure(
      chart(
        Text(en: "Gradient on its way back, after training", ko: "되돌아가는 기울기, 학습 후"), page.language,
        cells.map { ($0, $0.after, $0.cellStateAfter) }),
      caption: Text(
        en: "The same strings and the trained weights. Lines are geometric means over the "
          + "trainings, bands go from the least to the most.",
        ko: "같은 문자열에 학습한 가중치를 쓴 결과입니다. 선은 학습들의 기하 평균이고, 띠는 최솟값에서 "
          + "최댓값까지입니다."))
    page.table(
      header: [
        Text(en: "cell", ko: "셀"), Text(en: "state", ko: "상태"),
        Text(en: "arrives before training", ko: "학습 전 도달률"),
        Text(en: "arrives after training", ko: "학습 후 도달률"),
      ],
      rows: cells.flatMap { cell in
        [row(cell, "h", cell.before, cell.after)]
          + [cell.cellStateBefore].compactMap { before in
            before.flatMap { before in
              cell.cellStateAfter.map { row(cell, "c", before, $0) }
            }
          }
      },
      caption: Text(
        en: "Share of the gradient that arrives at the letter, \(farthest) steps back",
        ko: "\(farthest)단계 앞의 글자까지 도달하는 기울기의 비율"))
  }

  private func row(_ cell: Cell, _ state: String, _ before: Flow, _ after: Flow) -> [String] {
    [Self.names(cell), state, before.reach.scientific, after.reach.scientific]
  }

  private func chart(
    _ title: Text, _ language: PageLanguage, _ flows: [(cell: Cell, h: Flow, c: Flow?)]
  ) -> LineChart {
    LineChart(
      title: title[language],
      x: ChartAxis(Text(en: "steps before the last", ko: "마지막에서 거슬러 올라간 단계")[language]),
      y: ChartAxis(
        Text(en: "|dL/dh| over its last value", ko: "|dL/dh| ÷ 마지막 값")[language],
        scale: .log10),
      series: flows.flatMap { flow in
        [LineChart.Series("\(Self.names(flow.cell)), h", flow.h.points)]
          + [flow.c].compactMap { $0 }.map {
            LineChart.Series("\(Self.names(flow.cell)), c", $0.points)
          }
      })
  }
}

extension MemoryResults.Flow {
  /// The norms over those at the last state: the geometric mean, the least and the most.
  fileprivate var points: [LineChart.Point] {
    let relative = norms.map { norms in
      norms.map { $0 / max(norms.first ?? 0, .leastNormalMagnitude) }
    }
    // Every fourth: marks for all would hide the lines.
    return stride(from: 0, to: norms.first?.count ?? 0, by: 4).map { step in
      let values = relative.map { $0[step] }
      return LineChart.Point(
        Double(step), geometricMean(values), low: values.min(), high: values.max())
    }
  }
}
