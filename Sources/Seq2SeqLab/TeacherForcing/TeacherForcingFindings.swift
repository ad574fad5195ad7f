extension TeacherForcingResults {
  var findings: [Finding] {
    [
      fast, steady, drifts, slow, between("linear", linear, Names.linear),
      between("inverse_sigmoid", inverseSigmoid, Names.inverseSigmoid),
    ]
  }

  private var limit: String { rule.difference.fixed(0) }

  private var fast: Finding {
    let others = [linear, inverseSigmoid, half, own].map(\.speed)
    let next = others.max() ?? 0
    return Finding(
      "truth_converges_fast", isConfirmed: truth.speed >= own.speed + rule.difference,
      Text(
        en: "Averaged over the whole training, accuracy with the truth as input is "
          + "\(truth.speed.fixed(1)) % where the truth was read and \(own.speed.fixed(1)) % where "
          + "only guesses were; the best of the other settings has \(next.fixed(1)) %. (Confirmed "
          + "if always the truth leads only guesses by \(limit) points.)",
        ko: "학습 전체를 평균하면 정답을 입력으로 준 정확도는 정답을 읽은 쪽이 \(truth.speed.fixed(1))%, 제 "
          + "추측만 읽은 쪽이 \(own.speed.fixed(1))%이고, 다른 설정 가운데 가장 높은 값은 "
          + "\(next.fixed(1))%입니다. (기준: 정답만 읽은 쪽이 추측만 읽은 쪽보다 \(limit)점 이상 높으면 "
          + "확인.)"))
  }

  private var steady: Finding {
    Finding(
      "truth_converges_steadily", isConfirmed: truth.falls < own.falls,
      Text(
        en: "From validation to validation, accuracy with the truth as input fell by "
          + "\(truth.falls.fixed(1)) points in all where the truth was read, and by "
          + "\(own.falls.fixed(1)) where only guesses were. (Confirmed if the first is less.)",
        ko: "검증 사이에 떨어진 정확도(정답 입력)를 모두 더하면 정답을 읽은 쪽이 \(truth.falls.fixed(1))점, 제 "
          + "추측만 읽은 쪽이 \(own.falls.fixed(1))점입니다. (기준: 정답을 읽은 쪽이 작으면 확인.)"))
  }

  private var drifts: Finding {
    Finding(
      "truth_drifts",
      isConfirmed: truth.drift >= own.drift + rule.difference && truth.lastDrift >= rule.difference,
      Text(
        en: "A decoder that always read the truth loses \(truth.drift.fixed(1)) points on the "
          + "average of the training when it runs free, \(truth.lastDrift.fixed(1)) at the end; "
          + "one "
          + "that read its guesses loses \(own.drift.fixed(1)) and \(own.lastDrift.fixed(1)). "
          + "(Confirmed if the first average is \(limit) points more and \(limit) points are lost "
          + "at the end.)",
        ko: "늘 정답을 읽은 디코더는 혼자 달리면 학습 전체 평균으로 \(truth.drift.fixed(1))점, 마지막에는 "
          + "\(truth.lastDrift.fixed(1))점을 잃습니다. 제 추측을 읽은 디코더는 각각 "
          + "\(own.drift.fixed(1))점, \(own.lastDrift.fixed(1))점을 잃습니다. (기준: 평균에서 \(limit)점 "
          + "이상 더 잃고 마지막에도 \(limit)점 이상 잃으면 확인.)"))
  }

  private var slow: Finding {
    Finding(
      "own_guesses_learn_slowly", isConfirmed: own.lastFree <= truth.lastFree - rule.difference,
      Text(
        en: "At the end of the same budget the decoder that read only its guesses gets "
          + "\(own.lastFree.fixed(1)) % right when it runs free, which is all it was trained for; "
          + "the one that read the truth gets \(truth.lastFree.fixed(1)) %. (Confirmed if it is "
          + "\(limit) points behind.)",
        ko: "같은 예산을 다 썼을 때, 제 추측만 읽은 디코더가 혼자 달려서 맞힌 비율은 바로 그것을 위해 배웠는데도 "
          + "\(own.lastFree.fixed(1))%이고, 정답을 읽은 디코더는 \(truth.lastFree.fixed(1))%입니다. "
          + "(기준: \(limit)점 이상 뒤지면 확인.)"))
  }

  private func between(_ name: String, _ setting: Setting, _ title: Text) -> Finding {
    func isBetween(_ value: KeyPath<Setting, Double>) -> Bool {
      own[keyPath: value] < setting[keyPath: value]
        && setting[keyPath: value] < truth[keyPath: value]
    }
    return Finding(
      "\(name)_lies_between", isConfirmed: isBetween(\.speed) && isBetween(\.drift),
      Text(
        en: "**\(title.en)**: \(setting.speed.fixed(1)) % with the truth as input, averaged over "
          + "the "
          + "training, and \(setting.drift.fixed(1)) points lost by running free; "
          + "\(setting.lastFree.fixed(1)) % free at the end. (Confirmed if the first two lie "
          + "between "
          + "those of always the truth and only guesses.)",
        ko: "**\(title.ko)**: 학습 전체 평균으로 정답 입력 정확도가 \(setting.speed.fixed(1))%, 혼자 달릴 때 "
          + "잃는 정확도가 \(setting.drift.fixed(1))점이고, 마지막에 혼자 달린 정확도는 "
          + "\(setting.lastFree.fixed(1))%입니다. (기준: 앞의 두 값이 정답만 읽은 쪽과 추측만 읽은 쪽 사이에 "
          + "있으면 확인.)"))
  }

  /// What the settings are called.
  enum Names {
    static let truth = Text(en: "always the truth", ko: "항상 정답")
    static let half = Text(en: "half and half", ko: "반반")
    static let own = Text(en: "only own guesses", ko: "제 추측만")
    static let linear = Text(en: "linear schedule", ko: "선형 스케줄")
    static let inverseSigmoid = Text(en: "inverse sigmoid schedule", ko: "역시그모이드 스케줄")

    /// In the order of `settings`.
    static let all = [truth, linear, inverseSigmoid, half, own]
  }
}
