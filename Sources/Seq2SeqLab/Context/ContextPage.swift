import Seq2SeqPages

extension ContextResults {
  func tell(on page: inout LessonPage) {
    tellTask(&page)
    tellModels(&page)
    tellLengths(&page)
    tellMaps(&page)
    tellExamples(&page)
  }

  private func tellTask(_ page: inout LessonPage) {
    page.heading(Text(en: "The task", ko: "과제"))
    page.paragraph(
      Text(
        en: "Write a string of letters backwards. There are \(letterCount) letters, capitals among "
          + "them, and no string holds one twice, so that a letter tells its place. Nothing can be "
          + "guessed from the rest: who forgets a letter gets it wrong. Strings have \(shortest) "
          + "to "
          + "\(longest) letters; \(trainingPairs) are for training and \(testPairsPerLength) "
          + "others "
          + "of each length for the test.",
        ko: "문자열을 거꾸로 쓰는 과제입니다. 글자는 대문자를 포함해 \(letterCount)개이고, 한 문자열에 같은 글자가 두 "
          + "번 나오지 않으므로 글자만 보고 자리를 알 수 있습니다. 나머지 글자를 안다고 해서 짐작할 수 있는 것은 "
          + "없으니, 한 글자라도 잊으면 틀립니다. 길이는 \(shortest)~\(longest)이고, \(trainingPairs)개로 "
          + "학습해 길이마다 따로 둔 \(testPairsPerLength)개로 평가합니다."))
  }

  private func tellModels(_ page: inout LessonPage) {
    page.heading(Text(en: "Three models", ko: "세 가지 모델"))
    page.paragraph(
      Text(
        en: "**One vector** (`last_state`): the encoder's last state is all that the decoder "
          + "learns "
          + "of the source, \(vector.contextSize) numbers for any length. **A larger vector**: the "
          + "same with \(wideVector.contextSize). **Attention** (`all_states`): at every step the "
          + "decoder compares its state with all states of the encoder and takes their weighted "
          + "sum; "
          + "\(attention.contextSize) numbers for each letter of the source.",
        ko: "**벡터 하나**(`last_state`): 디코더가 입력에 대해 아는 것은 인코더의 마지막 상태뿐입니다. 길이와 "
          + "상관없이 숫자 \(vector.contextSize)개입니다. **더 큰 벡터**: 같은 방식에 숫자 "
          + "\(wideVector.contextSize)개입니다. **어텐션**(`all_states`): 디코더가 단계마다 자기 상태를 인코더의 "
          + "모든 상태와 견주어 가중합을 가져옵니다. 입력 글자마다 숫자 \(attention.contextSize)개가 있는 "
          + "셈입니다."))
    page.paragraph(
      Text(
        en: "All three are LSTM encoder-decoders with an encoder that reads both ways, and see the "
          + "same batches for the same number of updates.",
        ko: "셋 모두 양방향 인코더를 쓰는 LSTM 인코더-디코더이고, 같은 배치를 같은 갱신 횟수만큼 학습합니다."))
    page.table(
      header: [
        Text(en: "model", ko: "모델"), Text(en: "weights", ko: "가중치 수"),
        Text(en: "letters, short", ko: "글자, 짧은 입력"), Text(en: "letters, long", ko: "글자, 긴 입력"),
        Text(en: "strings, short", ko: "문자열, 짧은 입력"), Text(en: "strings, long", ko: "문자열, 긴 입력"),
      ],
      rows: zip(Names.all, systems).map { name, system in
        [
          name[page.language], String(system.parameters),
          system.short.fixed(1), system.long.fixed(1), system.shortMatch.fixed(1),
          system.longMatch.fixed(1),
        ]
      },
      caption: Text(
        en: "Right letters and right whole strings in percent. Short: up to \(shortLimit) letters; "
          + "long: \(longLimit) or more",
        ko: "맞은 글자와 통째로 맞은 문자열의 비율(%). 짧은 입력은 \(shortLimit)글자 이하, 긴 입력은 "
          + "\(longLimit)글자 이상"))
  }

  private func tellLengths(_ page: inout LessonPage) {
    page.heading(Text(en: "Quality by length", ko: "길이에 따른 품질"))
    page.figure(
      chart(
        Text(en: "Letters at their right place", ko: "제자리에 맞게 쓴 글자"),
        Text(en: "letters, %", ko: "글자(%)"), page.language, \.letters),
      caption: Text(
        en: "The same models, the same strings: only the length changes.",
        ko: "같은 모델, 같은 문자열에서 길이만 달라집니다."))
    page.figure(
      chart(
        Text(en: "Strings that are right as a whole", ko: "통째로 맞은 문자열"),
        Text(en: "strings, %", ko: "문자열(%)"), page.language, \.exactMatch),
      caption: Text(
        en: "One wrong letter spoils a string, the more easily the longer it is.",
        ko: "글자 하나만 틀려도 문자열 전체가 틀린 것이므로, 길수록 어렵습니다."))
  }

  private func tellMaps(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Where attention looks", ko: "어텐션은 어디를 보는가"))
    page.paragraph(
      Text(
        en: "Each row is a step of the decoder, each column a letter of the source; the darker, "
          + "the "
          + "more attention. To write backwards is to read from the lower left to the upper right. "
          + "A state of the encoder knows its neighbours too, so that looking beside the letter "
          + "may "
          + "do as well.",
        ko: "한 줄이 디코더의 한 단계, 한 칸이 입력의 글자 하나이고, 진할수록 어텐션이 많이 놓인 곳입니다. 거꾸로 "
          + "쓰려면 왼쪽 아래에서 오른쪽 위로 이어지는 대각선이 나와야 합니다. 인코더의 상태는 이웃 글자도 알고 있으므로 "
          + "바로 옆을 보아도 될 때가 있습니다."))
    for map in maps {
      page.figure(
        HeatMap(
          title: Text(
            en: "Attention, \(map.source.count) letters", ko: "어텐션, \(map.source.count)글자")[
              language],
          rows: map.output, columns: map.source,
          values: map.weights.map { $0.map(Double.init) },
          rowTitle: Text(en: "written", ko: "출력")[language],
          columnTitle: Text(en: "read", ko: "입력")[language], range: 0...1),
        caption: Text(
          en: "Source `\(map.source.joined())`, output `\(map.output.joined())`",
          ko: "입력 `\(map.source.joined())`, 출력 `\(map.output.joined())`"))
    }
  }

  private func tellExamples(_ page: inout LessonPage) {
    page.heading(Text(en: "Side by side", ko: "나란히 보기"))
    page.table(
      header: [Text(en: "right", ko: "정답")] + Names.all,
      rows: examples.map { example in
        [example.reference]
          + [example.attention, example.wideVector, example.vector].map { answer in
            (answer == example.reference ? "✓ " : "✗ ") + answer
          }
      })
  }

  /// In the order in which they are shown.
  private var systems: [System] { [attention, wideVector, vector] }

  private func chart(
    _ title: Text, _ unit: Text, _ language: PageLanguage, _ values: KeyPath<System, [Double]>
  ) -> LineChart {
    LineChart(
      title: title[language],
      x: ChartAxis(Text(en: "letters in the source", ko: "입력 글자 수")[language]),
      y: ChartAxis(unit[language], range: 0...100),
      series: zip(Names.all, systems).map { name, system in
        LineChart.Series(
          name[language],
          zip(lengths, system[keyPath: values]).map { LineChart.Point(Double($0), $1) })
      })
  }

  /// What the models are called.
  private enum Names {
    static let all = [
      Text(en: "attention", ko: "어텐션"), Text(en: "a larger vector", ko: "더 큰 벡터"),
      Text(en: "one vector", ko: "벡터 하나"),
    ]
  }
}
