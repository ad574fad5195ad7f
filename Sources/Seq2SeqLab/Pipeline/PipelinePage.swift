import Seq2SeqExplain
import Seq2SeqPages

extension PipelineResults {
  func tell(on page: inout LessonPage) {
    tellModel(&page)
    tellText(&page)
    tellEmbedding(&page)
    tellEncoder(&page)
    tellContext(&page)
    tellDecoder(&page)
    tellSoftmax(&page)
    tellBeam(&page)
    tellEnd(&page)
    tellShapes(&page)
  }

  private func tellModel(_ page: inout LessonPage) {
    let seen = zip(sourceTokens, wordsSeen).map { "`\($0)` \($1)" }.joined(separator: ", ")
    page.heading(Text(en: "The model", ko: "모델"))
    page.paragraph(
      Text(
        en:
          "\(allPairs) small sentences can be made from a hand-written list of subjects, verbs and "
          + "objects. \(trainingPairs) of them, drawn by chance, were the training data; `\(text)` "
          + (isTrained ? "was" : "was **not**")
          + " among them, but its words were (\(seen) times). "
          + "The model has a bidirectional LSTM encoder, an LSTM decoder with attention, and "
          + "\(parameters) weights: small enough to look at every one.",
        ko: "손으로 적은 주어, 동사, 목적어 목록을 조합하면 짧은 문장 \(allPairs)개가 나옵니다. 그중 무작위로 "
          + "뽑은 \(trainingPairs)개로 학습했습니다. 학습 데이터에 `\(text)` 문장은 "
          + (isTrained ? "있었고" : "**없었지만**") + " 그 단어들은 있었습니다(나온 횟수: \(seen)). 모델은 "
          + "양방향 LSTM 인코더와 어텐션을 갖춘 LSTM 디코더로 되어 있고, 가중치는 \(parameters)개입니다. "
          + "하나하나 들여다볼 수 있을 만큼 작습니다."))
    page.note(
      Text(
        en:
          "Letters for shapes: S source tokens, T target steps, E embedding size (\(embeddingSize)), "
          + "C encoder width, both directions (\(encoderWidth)), H decoder size (\(hiddenSize)), V "
          + "target vocabulary (\(targetVocabularySize)).",
        ko: "크기를 나타내는 글자: S 입력 토큰 수, T 출력 단계 수, E 임베딩 크기(\(embeddingSize)), C 양방향을 "
          + "합친 인코더 폭(\(encoderWidth)), H 디코더 크기(\(hiddenSize)), V 출력 어휘 크기"
          + "(\(targetVocabularySize))."), kind: .remark)
  }

  private func tellText(_ page: inout LessonPage) {
    page.heading(Text(en: "From text to numbers", ko: "글에서 번호로"))
    page.paragraph(
      Text(
        en:
          "The text is put into Unicode's composed form and lower case and cut at white space. Each "
          + "token becomes its number in the source vocabulary of \(sourceVocabularySize); what is "
          + "not in there would become `<unk>`. From here on the model sees numbers only.",
        ko: "글을 유니코드 정규화(NFC)하고 소문자로 바꾼 뒤 공백에서 자릅니다. 각 토큰은 크기 "
          + "\(sourceVocabularySize)인 입력 어휘에서 자기 번호를 받고, 어휘에 없는 토큰은 `<unk>`가 됩니다. "
          + "이제부터 모델이 보는 것은 번호뿐입니다."))
    page.table(
      header: [Text(en: "token", ko: "토큰"), Text(en: "number", ko: "번호")],
      rows: explanation.source.tokens.map { [$0.label, String($0.id)] })
  }

  private func tellEmbedding(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Embedding", ko: "임베딩"))
    page.paragraph(
      Text(
        en:
          "Each number picks a row of a learnt table: a vector of \(embeddingSize) that stands for "
          + "the word. Shape: \(shape(.embedded)).",
        ko: "번호마다 학습된 표에서 한 줄을 꺼냅니다. 그 단어를 나타내는 \(embeddingSize)차원 벡터입니다. "
          + "크기: \(shape(.embedded))."))
    page.figure(
      map(
        Text(en: "Embeddings of the source", ko: "입력 임베딩"), sourceTokens, embedded, language,
        columns: .same("E")),
      caption: Text(
        en: "A row for each word; the two colours are the two signs.",
        ko: "한 줄이 한 단어이고, 두 색은 부호를 나타냅니다."))
  }

  private func tellEncoder(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Encoder", ko: "인코더"))
    page.paragraph(
      Text(
        en:
          "One LSTM reads from left to right, another from right to left; their states lie side by "
          + "side. Each row now knows its word **in its sentence**, from both sides. Shape: "
          + "\(shape(.states)), the left half read forward, the right half backward.",
        ko: "LSTM 하나는 왼쪽에서 오른쪽으로, 다른 하나는 오른쪽에서 왼쪽으로 읽고, 두 은닉 상태를 나란히 "
          + "붙입니다. 이제 각 줄은 앞뒤를 모두 아는, **문장 속의** 단어를 나타냅니다. 크기: "
          + "\(shape(.states)). 왼쪽 절반이 정방향, 오른쪽 절반이 역방향입니다."))
    page.figure(
      map(
        Text(en: "Encoder states", ko: "인코더 은닉 상태"), sourceTokens, states, language,
        columns: .same("C")),
      caption: Text(
        en: "What attention will look at.", ko: "어텐션이 들여다볼 내용입니다."))
  }

  private func tellContext(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Bridge", ko: "브리지: 인코더에서 디코더로"))
    page.paragraph(
      Text(
        en: "The encoder's last state, both directions, goes through a linear layer and tanh and "
          + "becomes the decoder's first state: the whole sentence in one vector. Shape: "
          + "\(shape(.initialState)). Without attention this would be all that the decoder ever "
          + "learns of the source.",
        ko: "양방향 인코더의 마지막 상태가 선형층과 tanh를 거쳐 디코더의 첫 상태가 됩니다. 문장 전체를 벡터 "
          + "하나에 담은 셈입니다. 크기: \(shape(.initialState)). 어텐션이 없다면 디코더가 입력에 대해 아는 "
          + "것은 이것이 전부입니다."))
    page.figure(
      map(
        Text(en: "The decoder's first state", ko: "디코더의 첫 상태"), ["h"],
        [explanation.context.initialStates.last?.hidden ?? []], language, columns: .same("H")),
      caption: Text(en: "One vector for the sentence.", ko: "문장 전체를 나타내는 벡터 하나."))
  }

  private func tellDecoder(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Decoder, step by step", ko: "디코더, 한 단계씩"))
    page.paragraph(
      Text(
        en: "It starts with `<s>`. At each step it reads the token before, updates its state h, "
          + "compares h with every encoder state, turns the scores into weights that add up to one, "
          + "takes the encoder states' weighted sum as the context, and joins context and h into the "
          + "attentional state a.",
        ko: "`<s>`에서 시작합니다. 단계마다 바로 앞 토큰을 읽어 상태 h를 갱신하고, h를 모든 인코더 상태와 견주어 "
          + "점수를 매기고, 점수를 합이 1인 가중치로 바꾸고, 그 가중치로 인코더 상태를 더해 문맥 벡터를 만들고, "
          + "문맥 벡터와 h를 합쳐 어텐션 상태 a를 만듭니다."))
    let outputs = steps.map(\.output.token.label)
    page.figure(
      HeatMap(
        title: Text(en: "Attention", ko: "어텐션")[language], rows: outputs, columns: sourceTokens,
        values: steps.map { ($0.attention ?? []).map(Double.init) },
        rowTitle: Text(en: "written", ko: "출력")[language],
        columnTitle: Text(en: "read", ko: "입력")[language], range: 0...1, showsNumbers: true),
      caption: Text(
        en:
          "Where each Korean word looked. Shape: \(shape(.attention)). English has the verb in the "
          + "middle, Korean at the end.",
        ko: "한국어 단어마다 어디를 보았는지 나타냅니다. 크기: \(shape(.attention)). 영어는 동사가 가운데에, "
          + "한국어는 끝에 옵니다."))
    for (title, rows, columns, tensor) in [
      (
        Text(en: "State h", ko: "상태 h"), explanation.decoder.last?.hidden ?? [], "H",
        Shape.Tensor.hidden
      ),
      (Text(en: "Context", ko: "문맥 벡터"), steps.map { $0.context ?? [] }, "C", .context),
      (
        Text(en: "Attentional state a", ko: "어텐션 상태 a"), steps.map(\.state), "H",
        .attentional
      ),
    ] {
      page.figure(
        map(title, outputs, rows, language, columns: .same(columns)),
        caption: Text(
          en: "A row for each step. Shape: \(shape(tensor)).",
          ko: "한 줄이 한 단계입니다. 크기: \(shape(tensor))."))
    }
  }

  private func tellSoftmax(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Logits and softmax", ko: "로짓과 소프트맥스"))
    page.paragraph(
      Text(
        en:
          "A linear layer makes a logit for each of the \(targetVocabularySize) target tokens from "
          + "a (shape: \(shape(.logits))), softmax makes probabilities. The entropy says how "
          + "undecided the model is.",
        ko: "선형층이 a에서 출력 토큰 \(targetVocabularySize)개의 로짓을 만들고(크기: \(shape(.logits))), "
          + "소프트맥스가 이를 확률로 바꿉니다. 엔트로피는 모델이 얼마나 망설이는지 보여 줍니다."))
    page.table(
      header: [
        Text(en: "read", ko: "읽은 토큰"), Text(en: "written", ko: "쓴 토큰"),
        Text(en: "best candidates: probability (logit)", ko: "유력한 후보: 확률(로짓)"),
        Text(en: "entropy, nats", ko: "엔트로피(nat)"),
      ],
      rows: steps.map { step in
        [
          step.input.label, step.output.token.label,
          step.candidates.prefix(3).map {
            "\($0.token.label) \($0.probability.fixed(4)) (\(Double($0.logit).fixed(2)))"
          }.joined(separator: ", "), step.entropy.fixed(4),
        ]
      })
    if let step = steps.max(by: { $0.entropy < $1.entropy }) {
      page.figure(
        BarChart(
          title: Text(
            en: "The least certain step, after \(step.input.label)",
            ko: "가장 망설인 단계: \(step.input.label) 다음")[language],
          groups: step.candidates.map(\.token.label), y: ChartAxis("p", range: 0...1),
          series: [BarChart.Series("p", step.candidates.map(\.probability))]),
        caption: Text(
          en: "The most probable tokens where the entropy is highest.",
          ko: "엔트로피가 가장 높은 단계에서 확률이 높은 토큰들."))
    }
  }

  private func tellBeam(_ page: inout LessonPage) {
    let language = page.language
    page.heading(Text(en: "Beam search", ko: "빔 탐색"))
    page.paragraph(
      Text(
        en:
          "The search keeps the \(explanation.beam.size) most probable beginnings at each step. What ends in "
          + "`</s>` is complete; what is crowded out is pruned.",
        ko: "탐색은 단계마다 확률이 가장 높은 미완성 문장 \(explanation.beam.size)개를 남깁니다. `</s>`로 끝나면 완성된 "
          + "것이고, 밀려난 것은 가지치기됩니다."))
    page.figure(
      BeamTree(explanation.beam, pruned: 3).figure(
        Text(en: "What the search looked at", ko: "탐색이 살펴본 것")[language]),
      caption: Text(
        en: "Scores are log-probabilities of the output so far; the bold way is the answer.",
        ko: "점수는 그때까지의 로그 확률이고, 굵은 길이 최종 답입니다."))
    page.table(
      header: [
        Text(en: "complete output", ko: "완성된 출력"), .same("log P"),
        Text(en: "score after length penalty", ko: "길이 벌점 후 점수"),
      ],
      rows: hypotheses.map { [$0.text, $0.logProbability.fixed(4), $0.score.fixed(4)] })
  }

  private func tellEnd(_ page: inout LessonPage) {
    page.heading(Text(en: "From tokens to text", ko: "토큰에서 글로"))
    page.paragraph(
      Text(
        en: "The tokens before `</s>` are joined by spaces: **\(output)**. It should be "
          + "**\(reference)**.",
        ko: "`</s>` 앞의 토큰을 공백으로 이으면 **\(output)** 입니다. 정답은 **\(reference)** 입니다."))
  }

  private func tellShapes(_ page: inout LessonPage) {
    page.heading(Text(en: "All shapes", ko: "모든 텐서의 크기"))
    page.table(
      header: [
        Text(en: "on the way", ko: "흐름 속의 텐서"), Text(en: "letters", ko: "글자"),
        Text(en: "size", ko: "크기"),
      ],
      rows: shapes.map { shape in
        [
          name(of: shape.tensor)[page.language], shape.letters.joined(separator: " × "),
          shape.sizes.map(String.init).joined(separator: " × "),
        ]
      })
    page.table(
      header: [Text(en: "weights", ko: "가중치"), Text(en: "size", ko: "크기")],
      rows: weights.map { [$0.name, "\($0.rows) × \($0.columns)"] })
  }

  private var sourceTokens: [String] { explanation.source.tokens.map(\.label) }
  private var steps: [ExplainedStep] { explanation.steps }

  /// The top layer's states, both directions side by side [S, C].
  private var states: [[Float]] { explanation.context.states ?? [] }

  private func map(
    _ title: Text, _ rows: [String], _ values: [[Float]], _ language: PageLanguage, columns: Text
  ) -> HeatMap {
    let count = values.map(\.count).max() ?? 0
    return HeatMap(
      title: title[language], rows: rows, columns: (0..<count).map { String($0 + 1) },
      values: values.map { $0.map(Double.init) }, columnTitle: columns[language],
      colours: .diverging)
  }

  /// A shape as text: letters and sizes.
  private func shape(_ tensor: Shape.Tensor) -> String {
    guard let shape = shapes.first(where: { $0.tensor == tensor }) else { return "–" }
    let sizes = shape.sizes.map(String.init).joined(separator: " × ")
    return "`[\(shape.letters.joined(separator: ", "))]` = \(sizes)"
  }

  private func name(of tensor: Shape.Tensor) -> Text {
    switch tensor {
    case .tokens: Text(en: "source numbers", ko: "입력 번호")
    case .embedded: Text(en: "source embeddings", ko: "입력 임베딩")
    case .states: Text(en: "encoder states", ko: "인코더 은닉 상태")
    case .keys: Text(en: "attention keys", ko: "어텐션 키")
    case .initialState: Text(en: "decoder's first state", ko: "디코더의 첫 상태")
    case .hidden: Text(en: "decoder states h", ko: "디코더 상태 h")
    case .attention: Text(en: "attention weights", ko: "어텐션 가중치")
    case .context: Text(en: "context vectors", ko: "문맥 벡터")
    case .attentional: Text(en: "attentional states a", ko: "어텐션 상태 a")
    case .logits: Text(en: "logits and probabilities", ko: "로짓과 확률")
    }
  }
}
