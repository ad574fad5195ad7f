/// What a boxed note of a page is.
public enum NoteKind: String, CaseIterable, Sendable {
  /// What is to be tested.
  case claim
  /// A measurement bears the claim out.
  case confirmed
  /// A measurement speaks against the claim.
  case contradicted
  /// Something to know.
  case remark

  /// What stands before the note.
  func label(_ language: PageLanguage) -> String {
    switch (self, language) {
    case (.claim, .ko): "주장"
    case (.claim, .en): "Claim"
    case (.confirmed, .ko): "확인됨"
    case (.confirmed, .en): "Confirmed"
    case (.contradicted, .ko): "측정과 어긋남"
    case (.contradicted, .en): "Contradicted"
    case (.remark, .ko): "참고"
    case (.remark, .en): "Note"
    }
  }
}
