import ArgumentParser
import Seq2Seq

/// `--beam`, `--length-penalty`, `--max-length` and `--set`; the model's configuration decides what is
/// not given.
struct SearchArguments: ParsableArguments {
  /// A beam's memory grows with it, and no model gains from more.
  static let largestBeam = 1_000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hypotheses kept at each step; 1 is greedy search. The model's own unless given.",
      valueName: "n"))
  var beam: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Exponent of the length penalty (Wu et al. 2016); 0 is none. The model's own unless given.",
      valueName: "a"))
  var lengthPenalty: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tokens of the longest hypothesis. The model's own unless given.", valueName: "n"))
  var maxLength: Int?

  @OptionGroup var settings: SettingArguments

  /// Checks a beam that was given. Errors: `UserError`.
  static func check(beam: Int?) throws {
    guard let beam, !(1...largestBeam).contains(beam) else { return }
    throw UserError(.usage, "--beam is \(beam)", remedy: "give 1 to \(largestBeam)")
  }

  /// Checks what was given, before a model is loaded. Errors: `UserError`.
  func check(nBest: Int? = nil) throws {
    try Self.check(beam: beam)
    let counts = [
      ("--n-best", nBest, SearchArguments.largestBeam), ("--max-length", maxLength, 100_000),
    ]
    for case (let name, let count?, let most) in counts where !(1...most).contains(count) {
      throw UserError(.usage, "\(name) is \(count)", remedy: "give 1 to \(most)")
    }
    if let lengthPenalty, !(0...10).contains(lengthPenalty) {
      throw UserError(
        .usage, "--length-penalty is \(lengthPenalty)", remedy: "give 0 (none) to 10; 1 is usual")
    }
  }

  /// The search: the model's, with what was given in its place. An option of its own has the last word.
  /// Errors: `UserError` for a setting that cannot be.
  func decoding(for model: Seq2SeqModel, nBest: Int? = nil) throws -> DecodingConfiguration {
    var decoding = try settings.decoding(of: model)
    decoding.beamSize = beam ?? decoding.beamSize
    decoding.maximumLength = maxLength ?? decoding.maximumLength
    if let lengthPenalty {
      (decoding.lengthPenaltyKind, decoding.lengthPenalty) = (.gnmt, lengthPenalty)
    }
    decoding.nBest = nBest ?? decoding.nBest
    return decoding
  }
}
