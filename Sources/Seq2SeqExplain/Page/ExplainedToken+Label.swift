import Foundation
import Seq2SeqText

extension ExplainedToken {
  /// The token as it can be seen: spaces and controls are visible.
  package var label: String { TokenLabel(text).text }

  /// The token for running text that is marked up.
  var quoted: String {
    let text = TokenLabel(text, widest: 40).text.filter { $0 != "`" && $0 != "*" }
    return "`\(text)`"
  }
}

extension ExplainedStep {
  /// The best candidates, and the output's token if it is not among them.
  package var shown: [ExplainedCandidate] {
    candidates.contains { $0.token.id == output.token.id } ? candidates : candidates + [output]
  }
}

extension Double {
  /// The number with so many decimals.
  func fixed(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }
}
