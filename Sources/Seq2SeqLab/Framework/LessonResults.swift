import Seq2SeqPages

/// A lesson: it measures its claim, and tells what came out.
///
/// The conforming type is what was measured, and what `results.json` holds. A page is made of nothing else: it is
/// told after the results have been through the file, so that every number in a text is a number in the file.
/// Numbers that only set the task (how long the strings are, how many letters) belong to the results too.
protocol LessonResults: Codable, Sendable {
  /// What the lesson is called.
  static var title: Text { get }
  /// What it puts to the test, in a sentence or two without numbers.
  static var claim: Text { get }
  /// The updates that its models are trained for, unless told otherwise: at most three minutes on two cores.
  static var defaultUpdates: Int { get }

  /// Trains, runs and measures. Everything but seconds depends on `bench.seed` and `bench.updates` only.
  static func measure(on bench: Workbench) throws -> Self

  /// What the measurements say of the claim, by rules that are written down here.
  var findings: [Finding] { get }

  /// Writes the page between the claim and the findings.
  func tell(on page: inout LessonPage)
}
