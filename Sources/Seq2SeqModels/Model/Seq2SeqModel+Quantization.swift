import Seq2SeqTensors
import Seq2SeqText

extension Seq2SeqModel {
  /// The same model with 8-bit weights: every matrix and table with a scale for each row, biases and gains as
  /// they are.
  ///
  /// - Parameter samples: Rows that go into the products with a parameter, if any are known.
  package func quantized(samples: (Parameter) -> [Float]) throws -> Seq2SeqModel {
    guard !parameters.isQuantized else {
      throw UserError(
        .usage, "the weights of the model are int8 already",
        remedy: "give the model that was trained")
    }
    let owner = QuantizedParameters(of: parameters, samples: samples)
    return try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: sourceVocabulary,
      targetVocabulary: targetVocabulary, sourceSubwords: sourcePipeline.subwordModel,
      targetSubwords: targetPipeline.subwordModel, store: { $0.store(owner.numbers, owner: owner) })
  }
}

/// The numbers of a model that was quantized.
private final class QuantizedParameters {
  private let original: ParameterStore
  private let matrices: [Int: QuantizedMatrix]

  init(of original: ParameterStore, samples: (Parameter) -> [Float]) {
    self.original = original
    var matrices: [Int: QuantizedMatrix] = [:]
    for parameter in original.parameters where parameter.role != .bias {
      matrices[parameter.index] = original.withWeights(of: parameter) {
        QuantizedMatrix(
          $0, rows: parameter.rows, columns: parameter.columns, samples: samples(parameter))
      }
    }
    self.matrices = matrices
  }

  /// Where they lie, as long as the object lives.
  var numbers: [StoredWeights] {
    original.parameters.map { parameter in
      matrices[parameter.index].map { .quantized($0.weights) }
        ?? original.withWeights(of: parameter) { .floats($0) }
    }
  }
}
