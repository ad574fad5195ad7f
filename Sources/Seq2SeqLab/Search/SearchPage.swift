import Seq2SeqPages

extension SearchResults {
  func tell(on page: inout LessonPage) {
    tellLanguage(&page)
    tellProbability(&page)
    tellQuality(&page)
    tellWidth(&page)
    tellExamples(&page)
    tellTables(&page)
  }

  private func tellLanguage(_ page: inout LessonPage) {
    page.heading(Text(en: "A language with forks in the road", ko: "갈림길이 있는 언어"))
    page.paragraph(
      Text(
        en: "The model translates an invented language. Sentences have \(shortest) to \(longest) "
          + "words. \(plainWords) words have one translation. \(forkedWords) words, which make up "
          + "\(forkedShare.fixed(0)) % of the text, have \(looseWays) loose ones and a fixed one: "
          + "the fixed phrase has \(fixedShare.fixed(0)) % of the probability, the loose ones "
          + "\(looseShare.fixed(0)) % each, but all loose ones begin with the same word.",
        ko: "모델은 지어낸 언어를 번역합니다. 문장은 \(shortest)~\(longest)단어이고, 단어 "
          + "\(plainWords)개는 번역이 하나뿐입니다. 글의 \(forkedShare.fixed(0))%를 차지하는 단어 "
          + "\(forkedWords)개에는 굳은 표현 하나와 느슨한 표현 \(looseWays)개가 있습니다. 굳은 표현의 확률은 "
          + "\(fixedShare.fixed(0))%, 느슨한 표현은 각각 \(looseShare.fixed(0))%인데, 느슨한 표현은 "
          + "모두 같은 단어로 시작합니다."))
    page.table(
      header: [
        Text(en: "translation of \(forkedSource)", ko: "\(forkedSource)의 번역"),
        Text(en: "probability, %", ko: "확률(%)"),
      ],
      rows: forkedTranslations.enumerated().map { index, text in
        [text, (index == 0 ? fixedShare : looseShare).fixed(0)]
      })
    page.paragraph(
      Text(
        en:
          "At the first word the loose way has \(looseFirstShare.fixed(0)) %: who decides word by "
          + "word takes it, and ends with a phrase that is less probable than the fixed one. And the "
          + "data are a little dirty, as real data are: in \(brokenShare.fixed(0)) % of the "
          + "\(trainingPairs) training pairs the target breaks off after its first word. The "
          + "\(testPairs) test pairs are clean.",
        ko: "첫 단어만 보면 느슨한 쪽이 \(looseFirstShare.fixed(0))%입니다. 한 단어씩 결정하면 그리로 "
          + "들어서고, 결국 굳은 표현보다 확률이 낮은 표현으로 끝납니다. 게다가 실제 데이터처럼 잡음도 "
          + "조금 있습니다. 학습 쌍 \(trainingPairs)개 가운데 \(brokenShare.fixed(0))%는 목표 문장이 첫 "
          + "단어에서 끊깁니다. 평가 쌍 \(testPairs)개는 깨끗합니다."))
    page.note(
      Text(
        en:
          "The language is made so that both effects can be seen: its sizes, the batches and what "
          + "counts as right were settled after first trials had shown too little of them. The page "
          + "says what such a language does to a search, not how often real ones do it.",
        ko: "이 언어는 두 현상이 모두 드러나도록 만들었습니다. 처음 시험에서 현상이 뚜렷하지 않아 언어의 크기와 "
          + "배치, 정답으로 치는 기준을 나중에 정했습니다. 이런 언어에서 탐색이 어떻게 되는지를 보여 줄 뿐, 실제 "
          + "언어에서 얼마나 자주 일어나는지를 말하지는 않습니다."), kind: .remark)
  }

  private func tellProbability(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "What the model thinks of what was found", ko: "찾은 출력을 모델은 어떻게 보는가"))
    page.paragraph(
      Text(
        en: "Greedy search takes the most probable word at each step and never looks back; it is a "
          + "beam of one. A beam keeps several unfinished outputs side by side, so that a modest "
          + "beginning may still win. Wherever the model finds the **reference** more probable than "
          + "the output, the search has certainly missed something: a **search error**. Where the "
          + "output is wrong and the model likes it better, the model itself is to blame.",
        ko: "탐욕 탐색은 단계마다 가장 확률 높은 단어를 고르고 되돌아보지 않습니다. 너비가 하나인 빔과 "
          + "같습니다. 빔은 미완성 출력 여러 개를 나란히 유지하므로, 시작이 평범해도 나중에 이길 수 "
          + "있습니다. 모델이 **참조 번역**의 확률을 출력보다 높게 매긴다면 탐색이 무언가를 놓친 것이 "
          + "분명합니다. 이것이 **탐색 오류**입니다. 출력이 틀렸는데도 모델이 그쪽을 더 좋아한다면 그것은 "
          + "모델의 잘못입니다."))
    page.figure(
      chart(
        Text(en: "Log-probability of outputs", ko: "출력의 로그 확률"),
        Text(en: "mean log-probability, nats", ko: "평균 로그 확률(nat)"), \.logProbability, language),
      caption: Text(
        en: "Higher is what search is for: it knows no other aim.",
        ko: "탐색의 목표는 이 값을 높이는 것뿐입니다."))
    page.figure(
      chart(
        Text(en: "Search errors", ko: "탐색 오류"),
        Text(en: "sentences, %", ko: "문장(%)"), \.searchErrors, language, range: 0...10),
      caption: Text(
        en: "Sentences whose reference the model finds more probable than the output.",
        ko: "모델이 출력보다 참조 번역의 확률을 더 높게 매긴 문장의 비율."))
  }

  private func tellQuality(_ page: inout LessonPage) {
    let language = page.language
    let broken = (widestPlain?.brokenOff ?? 0).fixed(1)
    page.heading(Text(en: "What the outputs are worth", ko: "출력의 품질"))
    page.figure(
      chart(
        Text(en: "Exact match with the reference", ko: "참조 번역과의 완전 일치율"),
        Text(en: "exact match, %", ko: "완전 일치율(%)"), \.exactMatch, language, range: 0...10),
      caption: Text(
        en:
          "References are drawn by chance among the right translations, so that no search can match "
          + "them all.",
        ko: "참조 번역은 맞는 번역 가운데서 무작위로 뽑았으므로 어떤 탐색도 전부 맞힐 수는 없습니다."))
    page.figure(
      chart(
        Text(en: "Outputs that are a right translation", ko: "맞는 번역의 비율"),
        Text(en: "outputs, %", ko: "출력(%)"), \.right, language, range: 0...100),
      caption: Text(
        en: "Since the language is invented, it is known of every output whether it is right. With "
          + "the widest beam and no penalty \(broken) % begin right and then break off, as a few "
          + "training targets do.",
        ko: "지어낸 언어이므로 모든 출력이 맞는지 틀린지 알 수 있습니다. 벌점 없이 가장 넓은 빔을 쓰면 출력의 "
          + "\(broken)%가, 학습 데이터의 일부 목표 문장처럼, 맞게 시작했다가 도중에 끊깁니다."))
    page.paragraph(
      Text(
        en: "Each further word costs probability, above all at a fork. To break off costs the same "
          + "small share once, however long the sentence is. For a long sentence with several forks "
          + "even the best full translation can be less probable than a stump, and a beam that is "
          + "wide enough to keep the stump until the end will prefer it. The length penalty of Wu et "
          + "al. divides the log-probability by a power of the length, "
          + "`log P / ((5 + |Y|) / 6)^α`, here with α = \(alpha.fixed(0)): long outputs are "
          + "forgiven some of their cost.",
        ko: "단어가 하나 늘 때마다 확률은 줄어들고, 갈림길에서는 특히 많이 줄어듭니다. 반면 중간에 끊는 "
          + "비용은 문장이 아무리 길어도 한 번의 작은 확률뿐입니다. 그래서 갈림길이 여럿인 긴 문장에서는 가장 "
          + "좋은 온전한 번역조차 토막보다 확률이 낮을 수 있고, 그 토막을 끝까지 들고 갈 만큼 넓은 빔은 "
          + "토막을 고릅니다. Wu 등의 길이 벌점은 로그 확률을 길이의 거듭제곱으로 나누어 "
          + "(`log P / ((5 + |Y|) / 6)^α`, 여기서는 α = \(alpha.fixed(0))) 긴 출력의 비용을 덜어 줍니다."))
  }

  private func tellWidth(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "What it costs", ko: "비용"))
    page.figure(
      chart(
        Text(en: "Time", ko: "시간"),
        Text(en: "ms per sentence", ko: "문장당 밀리초"), \.millisecondsPerSentence, language,
        range: 0...0.1),
      caption: Text(
        en:
          "On this machine, all test sentences at once; the only numbers here that change from run "
          + "to run.",
        ko: "이 컴퓨터에서 평가 문장 전체를 한꺼번에 번역한 시간. 실행할 때마다 달라지는 것은 이 값뿐입니다."))
  }

  private func tellExamples(_ page: inout LessonPage) {
    guard !examples.isEmpty else { return }
    let language = page.language
    page.heading(Text(en: "Looked at closely", ko: "자세히 보기"))
    for example in examples {
      page.table(
        header: [
          Text(en: "who", ko: "누가"), Text(en: "what", ko: "출력"),
          Text(en: "log-probability", ko: "로그 확률"),
        ],
        rows: example.lines.map { line in
          [name(of: line.kind)[language], line.text, line.logProbability.fixed(3)]
        },
        caption: Text(en: "Source: `\(example.source)`", ko: "입력: `\(example.source)`"))
    }
  }

  private func tellTables(_ page: inout LessonPage) {
    page.heading(Text(en: "All numbers", ko: "전체 수치"))
    for (beams, caption) in [
      (plain, Names.plain), (penalized, Names.penalized(alpha)),
    ] {
      page.table(
        header: [
          Text(en: "beam", ko: "빔"), Text(en: "exact match, %", ko: "완전 일치(%)"), .same("BLEU"),
          Text(en: "a right translation, %", ko: "맞는 번역(%)"),
          Text(en: "broken off, %", ko: "끊김(%)"), .same("log P"),
          Text(en: "length", ko: "길이 비율"),
          Text(en: "better than greedy, %", ko: "탐욕보다 높은 확률(%)"),
          Text(en: "search errors, %", ko: "탐색 오류(%)"), .same("ms"),
        ],
        rows: beams.map { beam in
          [
            String(beam.width), beam.exactMatch.fixed(1), beam.bleu.fixed(1), beam.right.fixed(1),
            beam.brokenOff.fixed(1), beam.logProbability.fixed(3), beam.lengthRatio.fixed(3),
            beam.aboveGreedy.fixed(1), beam.searchErrors.fixed(1),
            beam.millisecondsPerSentence.fixed(2),
          ]
        }, caption: caption)
    }
  }

  private func chart(
    _ title: Text, _ unit: Text, _ value: KeyPath<Beam, Double>, _ language: PageLanguage,
    range: ClosedRange<Double>? = nil
  ) -> BarChart {
    BarChart(
      title: title[language], groups: plain.map { String($0.width) },
      groupTitle: Text(en: "beam width (1 is greedy)", ko: "빔 너비(1은 탐욕 탐색)")[language],
      y: ChartAxis(unit[language], range: range),
      series: [
        BarChart.Series(Names.plain[language], plain.map { $0[keyPath: value] }),
        BarChart.Series(
          Names.penalized(alpha)[language], penalized.map { $0[keyPath: value] }),
      ])
  }

  private enum Names {
    static let plain = Text(en: "no length penalty", ko: "길이 벌점 없음")

    static func penalized(_ alpha: Double) -> Text {
      Text(en: "length penalty \(alpha.fixed(0))", ko: "길이 벌점 \(alpha.fixed(0))")
    }
  }

  private func name(of kind: Example.Kind) -> Text {
    let widest = plain.last?.width ?? 0
    return switch kind {
    case .reference: Text(en: "reference", ko: "참조 번역")
    case .greedy: Text(en: "greedy", ko: "탐욕 탐색")
    case .beam: Text(en: "beam \(middle), penalty", ko: "빔 \(middle), 길이 벌점")
    case .wideBeam: Text(en: "beam \(widest), no penalty", ko: "빔 \(widest), 벌점 없음")
    case .wideBeamWithPenalty: Text(en: "beam \(widest), penalty", ko: "빔 \(widest), 길이 벌점")
    }
  }
}
