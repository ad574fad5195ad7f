import Seq2SeqModels
import Seq2SeqText

/// A line as a model reads it, and what it makes of target tokens.
package struct SourceLine: Sendable {
  /// What the encoder gets.
  package let tokens: ArraySlice<Int32>
  /// How many tokens the line has, if only its beginning is read.
  package let truncatedFrom: Int?
  /// What may be copied; nil unless the model copies.
  package let copies: SourceCopies?
  private let vocabulary: Vocabulary

  /// - Parameter limit: the most tokens that are read.
  init(_ line: String, model: Seq2SeqModel, limit: Int) {
    let all = model.sourcePipeline.tokens(in: line)
    let read = all.prefix(limit)
    tokens = model.sourceVocabulary.identifiers(of: Array(read))[...]
    truncatedFrom = all.count > limit ? all.count : nil
    vocabulary = model.targetVocabulary
    copies =
      model.configuration.model.copying
      ? SourceCopies(Array(read), vocabulary: model.targetVocabulary) : nil
  }

  /// The numbers by which the model writes tokens, copies among them.
  package func targetNumbers(of tokens: [String]) -> [Int32] {
    copies?.numbers(of: tokens) ?? vocabulary.identifiers(of: tokens)
  }

  /// The token that the model writes by a number.
  package func targetToken(of number: Int32) -> String {
    copies?.token(of: number) ?? vocabulary.token(of: number)
  }

  /// Whether a number is that of a copy which the target vocabulary lacks.
  package func isOwn(_ number: Int32) -> Bool { number >= vocabulary.count }

  /// What the search is told of it.
  func sentence(prefix: [Int32] = [], number: Int = 0) -> SearchSentence {
    var sentence = SearchSentence(sourceLength: tokens.count, prefix: prefix, number: number)
    sentence.extraTokens = copies?.count ?? 0
    return sentence
  }
}

extension SourceBatch {
  /// Lines side by side, in so many rows.
  package init(_ lines: [SourceLine], rows: Int? = nil) {
    let copies = lines.compactMap { $0.copies?.numbers[...] }
    self.init(
      lines.map(\.tokens), copies: lines.contains { $0.copies != nil } ? copies : nil, rows: rows)
  }
}
