import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// Translates lines with a model.
///
///     let translator = try Translator(model: Seq2SeqModel(path: "runs/demo"))
///     print(try translator.translate("I love you"))
///
/// A line's translation and score are the same to the bit alone, among any other lines and at any number of
/// threads.
public final class Translator: Sendable {
  /// The model.
  public let model: Seq2SeqModel
  let options: SearchOptions
  let packed: PackedWeights
  let pool: WorkerPool

  /// Sentences that one thread decodes side by side: fewer for wide beams, whose logits need memory.
  var groupSize: Int { max(1, min(64, 1024 / max(options.beamSize, options.nBest))) }

  /// Prepares a model for use.
  ///
  /// - Parameters:
  ///   - options: how to search; the model's own `decoding` section unless given.
  ///   - threads: as many as the machine has cores unless given.
  public convenience init(
    model: Seq2SeqModel, options: SearchOptions? = nil, threads: Int? = nil
  ) throws {
    let pool = WorkerPool(threads: threads)
    let packed = try PackedWeights(model.parameters, training: false)
    try packed.update(on: pool)
    try self.init(model: model, options: options, packed: packed, pool: pool)
  }

  /// Uses weights that are packed already, as during training.
  package init(
    model: Seq2SeqModel, options: SearchOptions?, packed: PackedWeights, pool: WorkerPool
  ) throws {
    let options = options ?? model.configuration.decoding.searchOptions
    try options.validate()
    self.model = model
    self.options = options
    self.packed = packed
    self.pool = pool
  }

  /// Translates one line.
  public func translate(_ text: String) throws -> String {
    try translate([text]).first?.text ?? ""
  }

  /// Translates lines: as many as came, in their order. An empty line stays empty; of a line with more than
  /// the model's `max_length` tokens the beginning is translated and `truncatedFrom` says so.
  public func translate(_ lines: [String]) throws -> [Translation] {
    let sources = lines.map(source)
    var results = [Translation](repeating: .empty, count: lines.count)
    for (index, hypotheses) in try search(sources.map(\.tokens)) {
      results[index] = Translation(
        hypotheses: hypotheses.map(translated), truncatedFrom: sources[index].truncatedFrom)
    }
    return results
  }

  /// A line as the encoder gets it.
  func source(_ line: String) -> (tokens: ArraySlice<Int32>, truncatedFrom: Int?) {
    let tokens = model.sourceVocabulary.identifiers(of: model.sourcePipeline.tokens(in: line))
    let limit = model.configuration.data.source.maximumLength
    return (tokens.prefix(limit), tokens.count > limit ? tokens.count : nil)
  }

  /// Searches for all sources that hold something; pairs of their number and their hypotheses.
  private func search(
    _ sources: [ArraySlice<Int32>]
  ) throws -> [(index: Int, hypotheses: [Hypothesis])] {
    let groups = groups(
      of: sources.indices.filter { !sources[$0].isEmpty }, lengths: sources.map(\.count))
    let search = BeamSearch(
      options: options, startToken: Vocabulary.start, endToken: Vocabulary.end)
    let found = try concurrently(groups) { [model, packed] group, worker in
      let batch = SourceBatch(group.map { sources[$0] })
      var scorer = ModelStepScorer(model, packed, worker, batch)
      let hypotheses = try search.search(
        scorer: &scorer, sourceLengths: group.map { sources[$0].count })
      return Array(zip(group, hypotheses))
    }
    return found.flatMap { $0 }.map { (index: $0.0, hypotheses: $0.1) }
  }

  /// Sentence numbers in groups of like length, the longest first.
  func groups(of sentences: [Int], lengths: [Int]) -> [[Int]] {
    let order = sentences.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    let size = max(1, min(groupSize, (order.count + pool.count - 1) / pool.count))
    return stride(from: 0, to: order.count, by: size).map {
      Array(order[$0..<min($0 + size, order.count)])
    }
  }

  /// Works on each group on some thread; the results are in the groups' order.
  func concurrently<Result>(
    _ groups: [[Int]], _ body: @escaping ([Int], Worker) throws -> Result
  ) throws -> [Result] {
    var results = [Result?](repeating: nil, count: groups.count)
    try results.withUnsafeMutableBufferPointer { places in
      // Each task writes to its own place.
      nonisolated(unsafe) let places = places
      try pool.run(tasks: groups.count) { index, worker in
        places[index] = try body(groups[index], worker)
      }
    }
    return results.compactMap { $0 }
  }

  private func translated(_ hypothesis: Hypothesis) -> TranslatedHypothesis {
    let tokens = hypothesis.tokens.map(model.targetVocabulary.token)
    return TranslatedHypothesis(
      text: model.targetPipeline.text(from: tokens), tokens: tokens,
      logProbability: hypothesis.logProbability, score: hypothesis.score)
  }
}
