import ArgumentParser
import Seq2Seq

/// `--ensemble`.
struct EnsembleArguments: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Further models: at each step the probabilities of all of them are averaged.",
      valueName: "model"))
  var ensemble: [String] = []

  /// The further models. Errors: `UserError` that names the one that is missing or damaged, or does not go
  /// with the first.
  func load(beside first: Seq2SeqModel, threads: Int) throws -> [Seq2SeqModel] {
    try ensemble.map { path in
      let model = try Seq2SeqModel(path: path, threads: threads)
      do {
        try first.checkEnsemble(with: model)
      } catch var error as UserError {
        error.file = path
        throw error
      }
      return model
    }
  }
}
