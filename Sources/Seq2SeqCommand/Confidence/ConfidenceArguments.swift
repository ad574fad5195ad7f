import ArgumentParser
import Seq2Seq

/// `--confidence` and `--abstain`.
struct ConfidenceArguments: ParsableArguments {
  @Flag(
    help: """
      Print CONFIDENCE<TAB>HYPOTHESIS: the probability that the hypothesis is exactly right, by what \
      seq2seq calibrate has learnt.
      """)
  var confidence = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print an empty line where the confidence is below this, 0 to 1.", valueName: "c"))
  var abstain: Double?

  /// Checks what was given, before a model is loaded.
  ///
  /// - Parameter others: Options that were given and do not go with these.
  func check(without others: [String]) throws {
    guard confidence || abstain != nil else { return }
    let own = confidence ? "--confidence" : "--abstain"
    if let abstain, !(0...1).contains(abstain) {
      throw UserError(.usage, "--abstain is \(abstain)", remedy: "give 0 to 1, such as 0.9")
    }
    if let other = others.first {
      throw UserError(.usage, "\(own) goes without \(other)", remedy: "leave one of them out")
    }
  }

  /// What makes the lines; nil unless confidences are asked for.
  ///
  /// Errors: `UserError` if there is no calibration, or it is damaged or another model's.
  func output(
    for model: Seq2SeqModel, at path: String, _ decoding: DecodingConfiguration
  ) throws -> ConfidenceOutput? {
    guard confidence || abstain != nil else { return nil }
    let file = Calibration.path(ofModelAt: path)
    let calibration = try Calibration(path: file)
    guard calibration.fits(model) else {
      throw UserError(
        .badData, file: file, "the calibration was made for another model",
        remedy: "run seq2seq calibrate again")
    }
    if !calibration.fits(decoding) { StandardError.write(Self.otherDecoding(file)) }
    return ConfidenceOutput(
      calibration: calibration, threshold: abstain, isShown: confidence)
  }

  /// What to say of a calibration that was made with another search.
  static func otherDecoding(_ file: String) -> String {
    "warning: \(file.onOneLine): the calibration was made with other settings of the search; confidences "
      + "may be off\n"
  }
}
