import Seq2SeqPages

/// What a page says of each label.
struct TriageWords {
  let language: PageLanguage

  /// A sentence in the page's language.
  func say(_ english: String, _ korean: String) -> String {
    language == .ko ? korean : english
  }

  /// The label's name.
  func name(_ label: ErrorLabel) -> String {
    guard language == .ko else { return label.rawValue }
    return switch label {
    case .unknownSource: "원문에 모르는 기호"
    case .unknownReference: "정답에 모르는 기호"
    case .sourceCut: "원문 잘림"
    case .tooShort: "너무 짧음"
    case .tooLong: "너무 긺"
    case .repetition: "반복"
    case .searchError: "탐색 오류"
    case .sourceSkipped: "원문 건너뜀"
    case .sourceRevisited: "원문 되풀이"
    case .other: "기타"
    }
  }

  /// What attention is usual.
  func usual(_ bounds: AttentionBounds) -> String {
    let (least, most) = (bounds.least.fixed(3), bounds.most.fixed(3))
    return say(
      "Usual is from \(least) to \(most) times the mean attention of the source.",
      "보통은 그 원문이 받은 평균 어텐션의 \(least)배에서 \(most)배까지입니다.")
  }

  /// By which rule it is given.
  func rule(_ label: ErrorLabel) -> String {
    switch label {
    case .unknownSource:
      say(
        "The source has a token that the vocabulary lacks; the model reads `<unk>`.",
        "원문에 어휘에 없는 토큰이 있어 모델은 `<unk>`로 읽습니다.")
    case .unknownReference:
      say(
        "The reference has a token that the model can neither write nor copy: it cannot be right.",
        "정답에 모델이 쓰지도 복사하지도 못하는 토큰이 있어 맞힐 수 없습니다.")
    case .sourceCut:
      say(
        "The source is longer than the model reads; the rest was left out.",
        "원문이 모델이 읽는 길이보다 길어 나머지를 읽지 못했습니다.")
    case .tooShort:
      say(
        "The output has less than 70 % of the reference's tokens, and at least two fewer.",
        "출력의 토큰이 정답의 70 %에 못 미치고 적어도 두 개 모자랍니다.")
    case .tooLong:
      say(
        "The output has more than 140 % of the reference's tokens, and at least two more.",
        "출력의 토큰이 정답의 140 %를 넘고 적어도 두 개 많습니다.")
    case .repetition:
      say(
        "Three tokens or more say again what stands right before them, more than in the reference.",
        "토큰 세 개 이상이 바로 앞을 되풀이하며, 정답보다 더 그렇습니다.")
    case .searchError:
      say(
        "The model's score of the reference, under the search's penalties, is higher than that of the "
          + "output: a wider search would help.",
        "탐색의 벌점까지 적용한 정답의 점수가 출력보다 높습니다. 탐색을 넓히면 나아집니다.")
    case .sourceSkipped:
      say(
        "A source token gets less attention than any does in 95 of 100 right outputs.",
        "맞은 출력 100개 중 95개의 어느 토큰보다도 어텐션을 적게 받은 원문 토큰이 있습니다.")
    case .sourceRevisited:
      say(
        "A source token gets more attention than any does in 95 of 100 right outputs.",
        "맞은 출력 100개 중 95개의 어느 토큰보다도 어텐션을 많이 받은 원문 토큰이 있습니다.")
    case .other:
      say(
        "None of these: the model prefers another output.",
        "위의 어느 것도 아닙니다. 모델이 다른 출력을 더 좋게 봅니다.")
    }
  }
}
