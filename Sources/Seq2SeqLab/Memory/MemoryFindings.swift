extension MemoryResults {
  var findings: [Finding] {
    [
      forgets, holds(gru, Self.names(gru)), holds(lstm, Self.names(lstm)), vanishes,
      further(gru, Self.names(gru)), further(lstm, Self.names(lstm)),
    ]
  }

  /// What the cells are called in texts.
  static func names(_ cell: Cell) -> String {
    cell.name == "rnn" ? "RNN" : cell.name.uppercased()
  }

  private var forgets: Finding {
    let near = (rnn.accuracy.first ?? 0).fixed(1)
    let far = rnn.accuracy.last ?? 0
    let limit = rule.remembers.fixed(0)
    return Finding(
      "plain_rnn_forgets", isConfirmed: far < rule.remembers,
      Text(
        en: "The plain RNN names the letter in \(near) % of the strings with \(nearest) filler in "
          + "between and in \(far.fixed(1)) % with \(farthest); a guess is right in "
          + "\(chance.fixed(1)) %. (Confirmed if it stays below \(limit) % at \(farthest).)",
        ko: "기본 RNN은 사이에 채움 글자가 \(nearest)개일 때 \(near)%, \(farthest)개일 때 "
          + "\(far.fixed(1))%의 문자열에서 글자를 맞혔습니다. 찍어서 맞힐 확률은 \(chance.fixed(1))%입니다. "
          + "(기준: \(farthest)개에서 \(limit)%에 못 미치면 확인.)"))
  }

  private func holds(_ cell: Cell, _ name: String) -> Finding {
    let far = cell.accuracy.last ?? 0
    let limit = rule.remembers.fixed(0)
    return Finding(
      "\(cell.name)_holds", isConfirmed: far >= rule.remembers,
      Text(
        en: "With the same data and budget and about as many weights the \(name) is right in "
          + "\(far.fixed(1)) % at \(farthest) fillers. (Confirmed from \(limit) % on.)",
        ko: "같은 데이터, 같은 예산, 비슷한 수의 가중치로 \(name) 모델은 채움 글자가 \(farthest)개일 때 "
          + "\(far.fixed(1))%를 맞혔습니다. (기준: \(limit)% 이상이면 확인.)"))
  }

  private var vanishes: Finding {
    let reach = rnn.before.reach
    let (low, high) = (rule.vanished.scientific, rule.exploded.scientific)
    return Finding(
      "plain_gradients_vanish_or_explode",
      isConfirmed: reach < rule.vanished || reach > rule.exploded,
      Text(
        en: "Before training, \(reach.scientific) of the gradient at the last state of the plain "
          + "RNN "
          + "arrives \(farthest) steps earlier, at the letter; after training it is "
          + "\(rnn.after.reach.scientific). (Confirmed if it is below \(low) or above \(high) "
          + "before training, when learning has to begin.)",
        ko: "학습 전 기본 RNN에서는 마지막 상태에 도달한 기울기를 1로 볼 때 \(farthest)단계 앞의 글자까지 "
          + "\(reach.scientific)만큼 도달합니다. 학습 뒤에는 \(rnn.after.reach.scientific)입니다. (기준: "
          + "배움이 시작되어야 하는 학습 전에 \(low) 미만이거나 \(high) 초과이면 확인.)"))
  }

  private func further(_ cell: Cell, _ name: String) -> Finding {
    let times = rule.further.fixed(0)
    let reach = [cell.after, cell.cellStateAfter].compactMap { $0?.reach }.max() ?? 0
    return Finding(
      "\(cell.name)_gradients_reach_further",
      isConfirmed: reach >= rule.further * rnn.after.reach,
      Text(
        en: "In the trained \(name) \(reach.scientific) of the gradient arrives at the letter, in "
          + "the trained plain RNN \(rnn.after.reach.scientific); before training it was "
          + "\(cell.before.reach.scientific) and \(rnn.before.reach.scientific). (Confirmed if it "
          + "is at least \(times) times as much after training.)",
        ko: "학습한 \(name) 모델에서는 기울기의 \(reach.scientific)만큼이 글자까지 도달하고, 학습한 기본 "
          + "RNN에서는 \(rnn.after.reach.scientific)만큼 도달합니다. 학습 전에는 각각 "
          + "\(cell.before.reach.scientific), \(rnn.before.reach.scientific)입니다. (기준: 학습 뒤 "
          + "\(times)배 이상이면 확인.)"))
  }
}
