extension ContextResults {
  var findings: [Finding] {
    [vectorLoses, attentionKeeps, attentionLeads, widthIsNoRemedy, attentionPoints]
  }

  private var difference: String { rule.difference.fixed(0) }

  private var vectorLoses: Finding {
    Finding(
      "vector_loses_long_sources", isConfirmed: vector.long <= vector.short - rule.difference,
      Text(
        en: "With one vector \(vector.short.fixed(1)) % of the letters are right for sources of up "
          + "to \(shortLimit) letters and \(vector.long.fixed(1)) % from \(longLimit) letters on. "
          + "(Confirmed if \(difference) points are lost.)",
        ko: "벡터 하나만 쓰면 입력이 \(shortLimit)글자 이하일 때 글자의 \(vector.short.fixed(1))%, "
          + "\(longLimit)글자 이상일 때 \(vector.long.fixed(1))%를 맞혔습니다. (기준: \(difference)점 이상 "
          + "떨어지면 확인.)"))
  }

  private var attentionKeeps: Finding {
    Finding(
      "attention_keeps_long_sources", isConfirmed: attention.long >= rule.kept,
      Text(
        en: "With attention it is \(attention.short.fixed(1)) % for the short and "
          + "\(attention.long.fixed(1)) % for the long ones. (Confirmed if the latter is at least "
          + "\(rule.kept.fixed(0)) %.)",
        ko: "어텐션을 쓰면 짧은 입력에서 \(attention.short.fixed(1))%, 긴 입력에서 "
          + "\(attention.long.fixed(1))%를 맞혔습니다. (기준: 긴 입력에서 \(rule.kept.fixed(0))% 이상이면 "
          + "확인.)"))
  }

  private var attentionLeads: Finding {
    Finding(
      "attention_leads_on_whole_strings",
      isConfirmed: attention.longMatch >= vector.longMatch + rule.difference,
      Text(
        en: "Of the long strings \(attention.longMatch.fixed(1)) % are right as a whole with "
          + "attention and \(vector.longMatch.fixed(1)) % with one vector; of the short ones "
          + "\(attention.shortMatch.fixed(1)) % and \(vector.shortMatch.fixed(1)) %. (Confirmed if "
          + "attention leads by \(difference) points on the long ones.)",
        ko: "긴 문자열을 통째로 맞힌 비율은 어텐션이 \(attention.longMatch.fixed(1))%, 벡터 하나가 "
          + "\(vector.longMatch.fixed(1))%이고, 짧은 문자열에서는 각각 \(attention.shortMatch.fixed(1))%, "
          + "\(vector.shortMatch.fixed(1))%입니다. (기준: 긴 문자열에서 어텐션이 \(difference)점 이상 높으면 "
          + "확인.)"))
  }

  private var widthIsNoRemedy: Finding {
    Finding(
      "larger_vector_is_no_remedy",
      isConfirmed: wideVector.long <= attention.long - rule.difference,
      Text(
        en: "A vector of \(wideVector.contextSize) numbers, in a model with "
          + "\(wideVector.parameters) "
          + "weights instead of the \(attention.parameters) with attention, gets "
          + "\(wideVector.short.fixed(1)) % of the letters of short and "
          + "\(wideVector.long.fixed(1)) % of long sources right. (Confirmed if it stays "
          + "\(difference) points behind attention on long ones.)",
        ko: "벡터를 \(wideVector.contextSize)개짜리로 키우면(가중치 \(wideVector.parameters)개, 어텐션 모델은 "
          + "\(attention.parameters)개) 글자의 정답률이 짧은 입력에서 \(wideVector.short.fixed(1))%, 긴 "
          + "입력에서 \(wideVector.long.fixed(1))%입니다. (기준: 긴 입력에서 어텐션보다 \(difference)점 이상 "
          + "낮으면 확인.)"))
  }

  private var attentionPoints: Finding {
    Finding(
      "attention_points_to_what_is_needed", isConfirmed: pointedNearby >= rule.pointed,
      Text(
        en: "In \(pointed.fixed(1)) % of the steps the most attention lies on the very letter that "
          + "has to be written, in \(pointedNearby.fixed(1)) % on it or beside it, although nobody "
          + "told the model where to look. (Confirmed if the latter is at least "
          + "\(rule.pointed.fixed(0)) %.)",
        ko: "어디를 보라고 알려 준 적이 없는데도, 전체 단계의 \(pointed.fixed(1))%에서 써야 할 바로 그 글자에, "
          + "\(pointedNearby.fixed(1))%에서 그 글자나 바로 옆 글자에 어텐션이 가장 많이 놓였습니다. (기준: 뒤의 "
          + "값이 \(rule.pointed.fixed(0))% 이상이면 확인.)"))
  }
}
