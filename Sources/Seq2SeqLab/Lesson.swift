import Seq2SeqPages

/// The lessons of `seq2seq lab`, in the order in which they are best read.
///
/// To add one, write a type for ``LessonResults`` in a folder of its own and add its case here; the command, the
/// index page and the tests go over `allCases`.
public enum Lesson: String, CaseIterable, Sendable {
  /// Why a sequence needs an encoder-decoder.
  case variableLength = "variable-length"
  /// What cells remember, and how far back their gradients reach.
  case memory
  /// One vector against attention.
  case context
  /// Training with the truth, with own guesses, and what lies between.
  case teacherForcing = "teacher-forcing"
  /// Softmax, cross-entropy and their gradient.
  case loss
  /// Greedy search and beams.
  case search
  /// The whole way of one sentence through a model.
  case pipeline

  /// What the lesson measures and tells.
  var results: any LessonResults.Type {
    switch self {
    case .variableLength: VariableLengthResults.self
    case .memory: MemoryResults.self
    case .context: ContextResults.self
    case .teacherForcing: TeacherForcingResults.self
    case .loss: LossResults.self
    case .search: SearchResults.self
    case .pipeline: PipelineResults.self
    }
  }

  /// What the lesson is called.
  public func title(_ language: PageLanguage) -> String { results.title[language] }

  /// What the lesson puts to the test.
  public func claim(_ language: PageLanguage) -> String { results.claim[language] }

  /// The updates of the weights that each of its models is trained for unless told otherwise.
  public var defaultUpdates: Int { results.defaultUpdates }
}
