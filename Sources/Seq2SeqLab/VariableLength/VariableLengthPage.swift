import Seq2SeqPages

extension VariableLengthResults {
  func tell(on page: inout LessonPage) {
    tellTask(&page)
    tellSystems(&page)
    tellLengths(&page)
    tellExamples(&page)
  }

  private func tellTask(_ page: inout LessonPage) {
    page.heading(Text(en: "The task", ko: "과제"))
    page.paragraph(
      Text(
        en:
          "Write a string backwards. The answer is as long as the source, and each of its letters "
          + "depends on what stands where: a system that loses either the length or the order cannot "
          + "do it. Strings are drawn from \(letterCount) letters; \(trainingPairs) of them, "
          + "\(shortest) to \(longest) letters long, are for training, and \(testPairsPerLength) "
          + "others of each length for the test.",
        ko: "문자열을 거꾸로 쓰는 과제입니다. 출력의 길이는 입력의 길이와 같고, 출력의 글자 하나하나는 "
          + "어떤 글자가 어디에 있었는지에 달려 있습니다. 그래서 길이나 순서를 잃어버리는 시스템은 풀 수 "
          + "없습니다. 글자 \(letterCount)개로 문자열을 만들어, 길이 \(shortest)~\(longest)인 "
          + "\(trainingPairs)개로 학습하고, 길이마다 따로 떼어 둔 \(testPairsPerLength)개로 평가합니다."))
  }

  private func tellSystems(_ page: inout LessonPage) {
    page.heading(Text(en: "Three systems", ko: "세 가지 시스템"))
    page.paragraph(
      Text(
        en: "**Classifier on the mean.** The letters' embeddings are averaged: one vector of "
          + "\(embeddingSize) numbers, whatever the length. A hidden layer of "
          + "\(classifierHiddenSize) reads it, and \(longest) independent classifiers say which "
          + "letter stands at each place, or that the output is over.",
        ko: "**평균 벡터 + 분류기.** 글자 임베딩을 평균해 길이와 상관없이 숫자 \(embeddingSize)개짜리 "
          + "벡터 하나를 만듭니다. 크기 \(classifierHiddenSize)의 은닉층이 이를 읽고, 서로 독립인 분류기 "
          + "\(longest)개가 자리마다 어떤 글자인지, 아니면 출력이 끝났는지를 고릅니다."))
    page.paragraph(
      Text(
        en:
          "**Classifier on a window.** The same, but the embeddings of the first \(longest) places "
          + "lie side by side, so that the order is kept. The price: a longest length is built in.",
        ko: "**창(window) 벡터 + 분류기.** 나머지는 같지만 앞 \(longest)자리의 임베딩을 나란히 이어 붙여 "
          + "순서를 보존합니다. 대신 다룰 수 있는 최대 길이가 구조에 박혀 버립니다."))
    page.paragraph(
      Text(
        en:
          "**Encoder-decoder.** A bidirectional LSTM reads the letters one after the other, an LSTM "
          + "with \(hiddenSize) units and attention writes the answer letter by letter, each with "
          + "the ones before as input, until it writes `</s>`.",
        ko: "**인코더-디코더.** 양방향 LSTM이 글자를 차례로 읽고, 어텐션을 갖춘 크기 \(hiddenSize)의 "
          + "LSTM이 앞서 쓴 글자를 다시 입력으로 받으며 `</s>`가 나올 때까지 한 글자씩 씁니다."))
    page.paragraph(
      Text(
        en:
          "All three see the same batches of \(batch) pairs in the same order, for the same number "
          + "of updates, with the same optimizer.",
        ko: "셋 모두 쌍 \(batch)개짜리 같은 배치를 같은 순서로, 같은 갱신 횟수만큼, 같은 옵티마이저로 "
          + "학습합니다."))
  }

  private func tellLengths(_ page: inout LessonPage) {
    page.heading(Text(en: "Right answers by length", ko: "길이별 정답률"))
    let language = page.language
    func series(_ name: Text, _ values: [Double]) -> LineChart.Series {
      LineChart.Series(
        name[language], zip(lengths, values).map { LineChart.Point(Double($0), $1) })
    }
    page.figure(
      LineChart(
        title: Text(en: "Exact match by length", ko: "길이별 완전 일치율")[language],
        x: ChartAxis(Text(en: "letters in the source", ko: "입력 글자 수")[language]),
        y: ChartAxis(
          Text(en: "exact match, %", ko: "완전 일치율(%)")[language], range: 0...100),
        series: [
          series(Names.encoderDecoder, encoderDecoder.exactMatch),
          series(Names.window, window.exactMatch), series(Names.mean, mean.exactMatch),
          series(Names.bound, orderlessBound),
        ]),
      caption: Text(
        en: "Lengths over \(longest) were never seen in training.",
        ko: "\(longest)보다 긴 문자열은 학습에 한 번도 나오지 않았습니다."))
    page.table(
      header: [
        Text(en: "system", ko: "시스템"), Text(en: "weights", ko: "가중치 수"),
        Text(en: "seen lengths, %", ko: "학습한 길이(%)"),
        Text(en: "longer, %", ko: "더 긴 길이(%)"),
      ],
      rows: [
        (Names.encoderDecoder, encoderDecoder), (Names.window, window), (Names.mean, mean),
      ].map { name, system in
        [
          name[language], String(system.parameters), system.seen.fixed(1), system.unseen.fixed(1),
        ]
      })
    page.paragraph(
      Text(
        en:
          "The mean is the same for all arrangements of the same letters, so the best that anything "
          + "can do with it is to guess among them: \(orderlessBoundSeen.fixed(1)) % over the trained "
          + "lengths, worked out from the test strings. Independent places can hardly reach even "
          + "that: the classifiers have no means to agree on one guess.",
        ko: "같은 글자를 어떻게 늘어놓아도 평균은 똑같습니다. 그래서 이 벡터로 할 수 있는 최선은 가능한 "
          + "배열 가운데 하나를 찍는 것이고, 평가 문자열로 계산한 그 한계는 학습한 길이에서 "
          + "\(orderlessBoundSeen.fixed(1))%입니다. 자리마다 따로 고르는 분류기들은 같은 배열을 찍자고 "
          + "합의할 방법조차 없어 그 한계에도 이르기 어렵습니다."))
    let (short, long) = (
      window.exactMatch.first ?? 0, window.exactMatch.prefix(seenCount).last ?? 0
    )
    page.paragraph(
      Text(
        en: "The window does have the order. Of strings of \(shortest) letters it gets "
          + "\(short.fixed(1)) % right, of \(longest) letters \(long.fixed(1)) %: each place learns "
          + "for itself, for every length anew, where its letter comes from, while the "
          + "encoder-decoder learns one step and repeats it.",
        ko: "창 벡터에는 순서가 남아 있습니다. \(shortest)글자에서는 \(short.fixed(1))%, "
          + "\(longest)글자에서는 \(long.fixed(1))%를 맞혔습니다. 창 벡터 분류기는 자리마다, 또 길이마다 "
          + "글자가 어디서 오는지를 따로 배워야 하지만, 인코더-디코더는 한 단계를 배워 되풀이합니다."))
    page.note(
      Text(
        en: "No system is judged by lengths it has never seen: the window cannot say more than "
          + "\(longest) letters by its construction, and the encoder-decoder, which could, gets "
          + "\(encoderDecoder.unseen.fixed(1)) % there. To be able to write any length is not yet to "
          + "have learnt it.",
        ko: "학습에 없던 길이는 판정에 넣지 않았습니다. 창 벡터는 구조상 \(longest)글자를 넘길 수 없고, "
          + "넘길 수 있는 인코더-디코더의 정답률도 \(encoderDecoder.unseen.fixed(1))%입니다. 어떤 "
          + "길이든 쓸 수 있다는 것과 그 길이를 배웠다는 것은 다른 이야기입니다."),
      kind: .remark)
  }

  private func tellExamples(_ page: inout LessonPage) {
    page.heading(Text(en: "Side by side", ko: "나란히 보기"))
    let header = [
      Text(en: "source", ko: "입력"), Text(en: "right", ko: "정답"), Names.encoderDecoder,
      Names.window, Names.mean,
    ]
    func rows(_ examples: [Example]) -> [[String]] {
      examples.map { example in
        [example.source, example.reference]
          + [example.encoderDecoder, example.window, example.mean].map { answer in
            (answer == example.reference ? "✓ " : "✗ ") + answer
          }
      }
    }
    page.table(
      header: header, rows: rows(examples),
      caption: Text(en: "One string of each length", ko: "길이마다 하나씩"))
    page.table(
      header: header, rows: rows(anagrams),
      caption: Text(
        en: "The same letters in another order: to the mean they are one and the same source",
        ko: "같은 글자를 순서만 바꾼 입력: 평균 벡터에게는 모두 같은 입력입니다"))
  }

  /// How many of `lengths` were trained on.
  private var seenCount: Int { max(1, min(lengths.count, longest - shortest + 1)) }

  /// What the systems are called.
  private enum Names {
    static let encoderDecoder = Text(en: "encoder-decoder", ko: "인코더-디코더")
    static let window = Text(en: "classifier on a window", ko: "창 벡터 분류기")
    static let mean = Text(en: "classifier on the mean", ko: "평균 벡터 분류기")
    static let bound = Text(en: "best guess without order", ko: "순서를 모를 때의 한계")
  }
}
