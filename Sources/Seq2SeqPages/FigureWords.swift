/// The few words that figures add themselves.
struct FigureWords {
  let language: PageLanguage

  /// What to say of values that are not drawn; nil if there are none.
  func gaps(_ count: Int) -> String? {
    guard count > 0 else { return nil }
    switch language {
    case .ko: return "유한한 값이 아니라서 비워 둔 곳: \(count)"
    case .en: return "Left as gaps, having no finite place: \(count)"
    }
  }

  var nothing: String { language == .ko ? "그릴 값이 없음" : "nothing to draw" }

  func outcome(_ outcome: TokenTree.Outcome) -> String {
    switch (outcome, language) {
    case (.kept, .ko): "계속"
    case (.kept, .en): "kept"
    case (.ended, .ko): "완성"
    case (.ended, .en): "ended"
    case (.pruned, .ko): "버림"
    case (.pruned, .en): "pruned"
    }
  }

  var best: String { language == .ko ? "출력" : "output" }
  var step: String { language == .ko ? "단계" : "step" }
  var score: String { language == .ko ? "점수" : "score" }
}
