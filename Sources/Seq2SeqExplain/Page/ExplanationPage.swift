import Foundation
import Seq2SeqPages
import Seq2SeqText

/// An explanation as a page, station by station on the way from the text to its output.
struct ExplanationPage {
  let explanation: Explanation
  let language: PageLanguage
  var page: Page

  init(_ explanation: Explanation, _ language: PageLanguage) {
    self.explanation = explanation
    self.language = language
    page = Page(
      title: language == .ko ? "모델 속 들여다보기" : "Inside the model", language: language,
      subtitle: explanation.model.name)
    addSummary()
    addSource()
    addEncoder()
    addContext()
    addDecoder()
    addSteps()
    addBeam()
    addReference()
  }

  var html: String { page.html }

  /// A sentence in the page's language.
  func say(_ english: String, _ korean: String) -> String {
    language == .ko ? korean : english
  }

  var sourceLabels: [String] { explanation.source.tokens.map(\.label) }
  var outputLabels: [String] { explanation.steps.map(\.output.token.label) }

  private mutating func addSummary() {
    page.code("\(explanation.source.text) → \(explanation.output.text)")
    let model = explanation.model
    page.table(
      header: [],
      rows: [
        [say("cell", "셀"), model.cell], [say("attention", "어텐션"), model.attention],
        [say("bridge", "브리지"), model.bridge],
        [say("vocabularies", "어휘 수"), "\(model.sourceVocabulary) → \(model.targetVocabulary)"],
        ["log P", explanation.output.logProbability.fixed(4)],
        [say("score after the length penalty", "길이 벌점 적용 점수"), explanation.output.score.fixed(4)],
      ])
  }

  private mutating func addSource() {
    page.heading(say("Text to tokens", "텍스트에서 토큰으로"))
    page.paragraph(
      say(
        "The text in NFC, and in lower case if the model was trained so, is cut into tokens; each has "
          + "a number in the vocabulary. A token that the vocabulary lacks is read as `<unk>`.",
        "텍스트를 NFC로 정규화하고(모델에 따라 소문자로 바꾸고) 토큰으로 나눕니다. 각 토큰은 어휘에서 번호를 "
          + "가지며, 어휘에 없는 토큰은 `<unk>`로 읽힙니다."))
    page.code(explanation.source.normalized)
    page.table(
      header: [
        say("place", "자리"), say("token", "토큰"), say("number", "번호"), say("known", "어휘에 있음"),
      ],
      rows: explanation.source.tokens.enumerated().map { index, token in
        [
          "\(index + 1)", token.label, "\(token.id)",
          token.isUnknown ? say("no: <unk>", "아니요: <unk>") : say("yes", "예"),
        ]
      })
    if let all = explanation.source.truncatedFrom {
      page.note(
        say(
          "The line has \(all) tokens; the model reads no more than these.",
          "이 줄의 토큰은 \(all)개지만 모델은 여기까지만 읽습니다."), kind: .remark)
    }
  }

  private mutating func addEncoder() {
    page.heading(say("The encoder over time", "시간에 따른 인코더"))
    page.paragraph(
      say(
        "Each layer reads token after token and keeps what it has read in its state. The size of the "
          + "state is the square root of its sum of squares.",
        "각 층은 토큰을 하나씩 읽으며 읽은 내용을 상태에 담습니다. 상태의 크기는 제곱합의 제곱근입니다."))
    addNorms(explanation.encoder, labels: say("source token", "입력 토큰의 자리"))
    for layer in explanation.encoder { add(layer, columns: sourceLabels) }
  }

  private mutating func addDecoder() {
    page.heading(say("The decoder over time", "시간에 따른 디코더"))
    addNorms(explanation.decoder, labels: say("step", "단계"))
    for layer in explanation.decoder { add(layer, columns: outputLabels) }
  }

  private mutating func addNorms(_ layers: [ExplainedLayer], labels: String) {
    page.figure(
      LineChart(
        title: say("Size of the states", "상태의 크기"), x: ChartAxis(labels),
        y: ChartAxis("‖h‖", range: 0...0.1),
        series: layers.map { layer in
          .init(
            name(layer), layer.norms.enumerated().map { .init(Double($0.offset + 1), $0.element) })
        }),
      caption: say("The size of h at each time.", "시각별 h의 크기."))
  }

  private func name(_ layer: ExplainedLayer) -> String {
    let direction =
      layer.direction == "backward" ? say("backward", "역방향") : say("forward", "정방향")
    return say("layer \(layer.layer + 1), \(direction)", "\(layer.layer + 1)층 \(direction)")
  }

  private mutating func add(_ layer: ExplainedLayer, columns: [String]) {
    page.heading(name(layer), level: 3)
    if !layer.gates.isEmpty {
      page.figure(
        HeatMap(
          title: say("Gates: ", "게이트: ") + name(layer), rows: layer.gates.map(\.name),
          columns: columns, values: layer.gates.map { $0.values.map(\.meanSize) }, range: 0...1,
          showsNumbers: columns.count <= 30),
        caption: say(
          "The mean over all units: 0 is closed, 1 open; of the candidate the mean size.",
          "모든 유닛의 평균: 0은 닫힘, 1은 열림. candidate는 크기의 평균."))
    }
    addStates(layer.hidden, title: "h: " + name(layer), columns: columns)
    if let cell = layer.cell { addStates(cell, title: "c: " + name(layer), columns: columns) }
  }

  private mutating func addStates(_ states: [[Float]], title: String, columns: [String]) {
    let map = UnitMap(states)
    page.figure(
      HeatMap(
        title: title, rows: map.units.map(String.init), columns: columns, values: map.values,
        rowTitle: say("unit", "유닛"), colours: .diverging),
      caption: map.units.count < map.count
        ? say(
          "The \(map.units.count) of \(map.count) units that change most over time.",
          "유닛 \(map.count)개 가운데 시간에 따라 가장 많이 변하는 \(map.units.count)개.")
        : say("All units.", "모든 유닛."))
  }

  private mutating func addContext() {
    page.heading(say("The context", "문맥"))
    let context = explanation.context
    if let vector = context.vector {
      page.paragraph(
        say(
          "All that the decoder gets of the source is this one vector, the encoder's last state.",
          "디코더가 입력에 대해 받는 것은 인코더의 마지막 상태인 이 벡터 하나뿐입니다."))
      addVector(vector, title: say("The context vector", "문맥 벡터"))
    }
    if let states = context.states {
      page.paragraph(
        say(
          "At each step attention weighs all states of the encoder's top layer, one for each token.",
          "단계마다 어텐션이 인코더 맨 위층의 모든 상태(토큰마다 하나)에 가중치를 줍니다."))
      addStates(states, title: say("States attended to", "어텐션의 대상 상태"), columns: sourceLabels)
    }
    page.paragraph(
      say(
        "The bridge (`\(explanation.model.bridge)`) makes the state that each decoder layer starts from.",
        "브리지(`\(explanation.model.bridge)`)가 디코더 각 층의 시작 상태를 만듭니다."))
    for (index, state) in context.initialStates.enumerated() {
      let layer = say("layer \(index + 1)", "\(index + 1)층")
      addVector(state.hidden, title: say("First h of decoder \(layer)", "디코더 \(layer)의 첫 h"))
      if let cell = state.cell {
        addVector(cell, title: say("First c of decoder \(layer)", "디코더 \(layer)의 첫 c"))
      }
    }
  }

  /// A vector as lines of 32 units.
  private mutating func addVector(_ vector: [Float], title: String) {
    let width = 32
    let starts = Array(stride(from: 0, to: vector.count, by: width))
    page.figure(
      HeatMap(
        title: title, rows: starts.map { "\($0)" },
        columns: (0..<min(width, vector.count)).map { "\($0)" },
        values: starts.map { start in
          (start..<start + width).map { $0 < vector.count ? Double(vector[$0]) : 0 }
        }, rowTitle: say("unit", "유닛"), colours: .diverging),
      caption: say("\(vector.count) units, 32 on each line.", "유닛 \(vector.count)개, 한 줄에 32개."))
  }
}
