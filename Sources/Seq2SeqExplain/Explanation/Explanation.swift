import Foundation
import Seq2SeqText

/// All that happened on the way from one source line to its output.
///
/// The JSON of it is described in `Documentation/Explain.md`.
public struct Explanation: Codable, Equatable, Sendable {
  /// The version of the JSON's format.
  public static let currentVersion = 1

  /// The version of the JSON's format; 1.
  public var version = Explanation.currentVersion
  /// What kind of model it is.
  public var model: ExplainedModel
  /// The source line and its tokens.
  public var source: ExplainedSource
  /// The encoder's layers, the lowest first, forward before backward.
  public var encoder: [ExplainedLayer]
  /// What the decoder gets to see of the source.
  public var context: ExplainedContext
  /// The output: what `translate` gives.
  public var output: ExplainedHypothesis
  /// The decoder's steps along the output, the last writes the end symbol.
  public var steps: [ExplainedStep]
  /// The decoder's layers over these steps, the lowest first.
  public var decoder: [ExplainedLayer]
  /// How the search came by the output.
  public var beam: ExplainedBeam
  /// How the model sees the reference, if one was given.
  public var reference: ExplainedReference?

  /// One line of JSON with keys in snake case. Numbers that are not finite are the strings `inf`, `-inf`
  /// and `nan`, which JSON has no numbers for.
  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// Reads what ``json`` wrote.
  ///
  /// - Throws: `UserError` if it is something else.
  public init(json: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      self = try decoder.decode(Explanation.self, from: Data(json.utf8))
    } catch {
      throw UserError(
        .badData, "this is no explanation, or one of another version",
        remedy: "give what `seq2seq explain MODEL TEXT --json` printed")
    }
  }

  init(
    model: ExplainedModel, source: ExplainedSource, encoder: [ExplainedLayer],
    context: ExplainedContext, output: ExplainedHypothesis, steps: [ExplainedStep],
    decoder: [ExplainedLayer], beam: ExplainedBeam, reference: ExplainedReference?
  ) {
    (self.model, self.source, self.encoder, self.context) = (model, source, encoder, context)
    (self.output, self.steps, self.decoder, self.beam) = (output, steps, decoder, beam)
    self.reference = reference
  }
}
