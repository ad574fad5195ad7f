extension SearchResults {
  var findings: [Finding] {
    guard let greedy, let widestPlain, let widestPenalized, let middlePlain, let middlePenalized
    else { return [] }
    return [
      moreProbable(greedy, widestPlain), better(greedy, middlePenalized),
      hurts(middlePlain, widestPlain), mends(widestPlain, widestPenalized),
    ]
  }

  private func moreProbable(_ greedy: Beam, _ wide: Beam) -> Finding {
    let (low, high) = (greedy.logProbability.fixed(3), wide.logProbability.fixed(3))
    let share = wide.aboveGreedy.fixed(1)
    return Finding(
      "beam_finds_more_probable_outputs",
      isConfirmed: wide.logProbability > greedy.logProbability && wide.aboveGreedy > 0,
      Text(
        en: "The mean log-probability of the outputs is \(low) with greedy search and \(high) with "
          + "beam \(wide.width); in \(share) % of the sentences the beam found something more "
          + "probable. (Confirmed if the mean is higher and there are such sentences.)",
        ko: "출력의 평균 로그 확률은 탐욕 탐색에서 \(low), 빔 \(wide.width)에서 \(high)입니다. 문장의 "
          + "\(share)%에서 빔이 더 확률 높은 출력을 찾았습니다. (기준: 평균이 더 높고 그런 문장이 "
          + "있으면 확인.)"))
  }

  private func better(_ greedy: Beam, _ beam: Beam) -> Finding {
    let (low, high) = (greedy.exactMatch.fixed(1), beam.exactMatch.fixed(1))
    let (wins, losses) = (beamAgainstGreedy.wins, beamAgainstGreedy.losses)
    return Finding(
      "beam_improves_quality", isConfirmed: beamAgainstGreedy.isWon,
      Text(
        en:
          "Exact match is \(low) % with greedy search and \(high) % with beam \(beam.width) and a "
          + "length penalty: the beam alone is right \(wins) times, greedy alone \(losses) times. "
          + "(Confirmed if the difference is beyond two standard errors of a sign test.)",
        ko: "완전 일치율은 탐욕 탐색이 \(low)%, 길이 벌점을 준 빔 \(beam.width)의 경우 \(high)%입니다. "
          + "빔만 맞힌 문장이 \(wins)개, 탐욕 탐색만 맞힌 문장이 \(losses)개입니다. (기준: 부호 검정으로 "
          + "표준 오차의 두 배를 넘으면 확인.)"))
  }

  private func hurts(_ middle: Beam, _ wide: Beam) -> Finding {
    let (high, low) = (middle.right.fixed(1), wide.right.fixed(1))
    let (losses, wins) = (wideAgainstMiddle.losses, wideAgainstMiddle.wins)
    let (long, short) = (middle.lengthRatio.fixed(3), wide.lengthRatio.fixed(3))
    return Finding(
      "wide_beam_hurts_without_penalty",
      isConfirmed: wideAgainstMiddle.isLost && wide.lengthRatio < middle.lengthRatio,
      Text(
        en:
          "Without a length penalty the share of right translations goes from \(high) % with beam "
          + "\(middle.width) to \(low) % with beam \(wide.width) (lost \(losses) times, won \(wins) "
          + "times), the length of outputs from \(long) to \(short) of the references'. (Confirmed if "
          + "the loss is beyond two standard errors and outputs are shorter.)",
        ko: "길이 벌점이 없을 때 맞는 번역의 비율은 빔 \(middle.width)의 \(high)%에서 빔 "
          + "\(wide.width)의 \(low)%로(잃은 문장 \(losses)개, 얻은 문장 \(wins)개), 참조 번역에 견준 "
          + "출력 길이는 \(long)에서 \(short)로 바뀝니다. (기준: 나빠진 정도가 표준 오차의 두 배를 넘고 "
          + "출력이 짧아지면 확인.)"))
  }

  private func mends(_ plain: Beam, _ penalized: Beam) -> Finding {
    let (low, high) = (plain.right.fixed(1), penalized.right.fixed(1))
    let (wins, losses) = (penaltyAgainstNone.wins, penaltyAgainstNone.losses)
    return Finding(
      "length_penalty_mends_wide_beams", isConfirmed: penaltyAgainstNone.isWon,
      Text(
        en: "At beam \(plain.width) the length penalty takes right translations from \(low) % to "
          + "\(high) % (won \(wins) times, lost \(losses) times). (Confirmed if that is beyond two "
          + "standard errors.)",
        ko: "빔 \(plain.width)에서 길이 벌점을 주면 맞는 번역의 비율이 \(low)%에서 \(high)%로 바뀝니다"
          + "(얻은 문장 \(wins)개, 잃은 문장 \(losses)개). (기준: 표준 오차의 두 배를 넘으면 확인.)"))
  }
}
