import ArgumentParser
import Seq2Seq

/// `--shortlist`.
struct ShortlistArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Translate with the tokens alone that this file of seq2seq shortlist lists: faster.",
      valueName: "file"))
  var shortlist: String?

  /// The shortlist; nil if none is asked for. Errors: `UserError` that names the file.
  func load(for model: Seq2SeqModel) throws -> Shortlist? {
    try shortlist.map {
      try Shortlist(path: $0, source: model.sourceVocabulary, target: model.targetVocabulary)
    }
  }
}
