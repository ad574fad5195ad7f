import Foundation
import Seq2SeqText

/// Everything that decides what is trained, how, and how it is used afterwards.
///
/// Every key has a default, so `Configuration()` is a complete one.
public struct Configuration: Codable, Equatable, Sendable {
  /// What the run is called, if it has a name.
  public var name: String?
  /// The two languages, if they have names.
  public var language: LanguagePair?
  /// The sentence pairs.
  public var data = DataConfiguration()
  /// The network.
  public var model = ModelConfiguration()
  /// The training.
  public var training = TrainingConfiguration()
  /// The search.
  public var decoding = DecodingConfiguration()
  /// The metrics.
  public var evaluation = EvaluationConfiguration()

  /// The defaults.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case name, language, data, model, training, decoding, evaluation
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decodeIfPresent(String.self, forKey: .name)
    language = try container.decodeIfPresent(LanguagePair.self, forKey: .language)
    data = try container.decodeIfPresent(DataConfiguration.self, forKey: .data) ?? data
    model = try container.decodeIfPresent(ModelConfiguration.self, forKey: .model) ?? model
    training =
      try container.decodeIfPresent(TrainingConfiguration.self, forKey: .training) ?? training
    decoding =
      try container.decodeIfPresent(DecodingConfiguration.self, forKey: .decoding) ?? decoding
    evaluation =
      try container.decodeIfPresent(EvaluationConfiguration.self, forKey: .evaluation) ?? evaluation
  }

  /// The same configuration, relative paths of data taken from a folder.
  package func resolvingPaths(in folder: String) -> Configuration {
    var resolved = self
    resolved.data.train = data.train?.resolved(in: folder)
    resolved.data.validation = data.validation?.resolved(in: folder)
    for file in [
      \Configuration.data.source.subwordModel, \.data.target.subwordModel, \.training.initialModel,
      \.training.tokenWeights,
    ] {
      resolved[keyPath: file] = self[keyPath: file].map { DataFiles.resolve($0, in: folder) }
    }
    return resolved
  }
}

// MARK: - JSON, as it is embedded in a model file

extension Configuration {
  /// One line of JSON with sorted keys: equal configurations give equal text.
  ///
  /// Throws a `UserError` if a number is infinite or not a number.
  public var jsonString: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      do {
        return String(decoding: try encoder.encode(self), as: UTF8.self)
      } catch {
        throw UserError(
          .usage, "the configuration holds a number that is not finite",
          remedy: "validate() says which")
      }
    }
  }

  /// Reads and validates the JSON that `jsonString` wrote.
  ///
  /// Throws a `UserError` if it is damaged or asks for what cannot be.
  public init(json: String) throws {
    do {
      self = try JSONDecoder().decode(Configuration.self, from: Data(json.utf8))
    } catch {
      throw UserError(
        .badData, "the configuration in the model is damaged or from another version",
        remedy: "use the version that trained the model, or train it again")
    }
    try validate()
  }
}
