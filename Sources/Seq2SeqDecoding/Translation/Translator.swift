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
  /// The model; of an ensemble the first.
  public let model: Seq2SeqModel
  package let options: SearchOptions
  package let packed: PackedWeights
  package let pool: WorkerPool
  /// What sentences may be translated with, if not with all tokens.
  package let shortlist: Shortlist?
  /// Where its searches make their tensors.
  package let arenas = SearchArenaPool()
  /// The further models of an ensemble.
  let others: [(model: Seq2SeqModel, packed: PackedWeights)]

  /// Sentences that one thread decodes side by side: fewer for wide beams, whose logits need memory.
  var groupSize: Int { max(1, min(64, 1024 / options.places)) }

  /// Prepares a model for use.
  ///
  /// - Parameters:
  ///   - others: further models, to make an ensemble of: the probabilities of all models are averaged at
  ///     each step. They need the same tokenizers and vocabularies.
  ///   - options: how to search; the model's own `decoding` section unless given.
  ///   - precision: that of the matrix products; each model's own unless given.
  ///   - shortlist: the tokens that sentences may be translated with; all unless given. Log-probabilities are
  ///     then those among these tokens.
  ///   - threads: as many as the machine has cores unless given.
  /// - Throws: `UserError` for options out of range, or that need an attention where there is none, for
  ///   models that do not go together, and for a shortlist where it cannot be.
  public convenience init(
    model: Seq2SeqModel, others: [Seq2SeqModel] = [], options: SearchOptions? = nil,
    precision: InferencePrecision? = nil, shortlist: Shortlist? = nil, threads: Int? = nil
  ) throws {
    let pool = WorkerPool(threads: threads)
    func packed(_ model: Seq2SeqModel) throws -> PackedWeights {
      let packed = try PackedWeights(
        model.parameters, training: false, format: (precision ?? model.precision).format)
      try packed.update(on: pool)
      return packed
    }
    try others.forEach(model.checkEnsemble)
    try self.init(
      model: model, options: options, packed: packed(model), pool: pool, shortlist: shortlist,
      others: others.map { (model: $0, packed: try packed($0)) })
  }

  /// Uses weights that are packed already, as during training.
  package init(
    model: Seq2SeqModel, options: SearchOptions?, packed: PackedWeights, pool: WorkerPool,
    shortlist: Shortlist? = nil,
    others: [(model: Seq2SeqModel, packed: PackedWeights)] = []
  ) throws {
    let options = options ?? model.configuration.decoding.searchOptions
    try options.validate()
    let models = [model] + others.map(\.model)
    if options.needsAttention, models.allSatisfy({ $0.configuration.model.attention == .none }) {
      let key = options.replaceUnknown ? "replace_unknown" : "coverage_penalty"
      throw UserError(
        .usage, "decoding.\(key) needs a model with attention",
        remedy: "leave it out, or train a model with model.attention: general")
    }
    if shortlist != nil {
      let reason =
        model.configuration.model.copying
        ? "a model that copies"
        : !others.isEmpty
          ? "an ensemble" : options.strategy == .sampling ? "sampling" : nil
      if let reason {
        throw UserError(
          .usage, "a shortlist does not go with \(reason)", remedy: "leave it out")
      }
    }
    self.model = model
    self.shortlist = shortlist
    self.others = others
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
  ///
  /// - Parameters:
  ///   - prefixes: what the translation of each line has to begin with, nothing where it is empty; its tokens
  ///     are taken first, and count in the score. An empty line with a prefix is translated too.
  ///   - firstLine: the number of the first line in the whole input, from 0, where this is a part of it; what
  ///     sampling draws for a line follows from the line's number.
  /// - Throws: `UserError` if there is not one prefix for each line.
  public func translate(
    _ lines: [String], prefixes: [String]? = nil, firstLine: Int = 0
  ) throws -> [Translation] {
    try translate(lines, prefixes: prefixes, firstLine: firstLine, observe: nil)
  }

  /// As the public one, and tells step by step how lines came by their translations; a line alone is
  /// sentence 0.
  package func translate(
    _ lines: [String], prefixes: [String]? = nil, firstLine: Int = 0,
    observe: ((SearchStep) -> Void)?
  ) throws -> [Translation] {
    guard prefixes == nil || prefixes?.count == lines.count else {
      throw UserError(
        .badData, "\(lines.count) lines and \(prefixes?.count ?? 0) prefixes",
        remedy: "give one prefix for each line, an empty one for none")
    }
    let sources = lines.map(source)
    let prefixTokens = prefixes.map { $0.map(model.targetPipeline.tokens) }
    var results = [Translation](repeating: .empty, count: lines.count)
    let found = try search(
      sources, prefixes: prefixTokens.map { zip(sources, $0).map { $0.targetNumbers(of: $1) } },
      firstLine: firstLine, observe)
    for (index, hypotheses) in found {
      results[index] = Translation(
        hypotheses: hypotheses.map {
          translated(
            $0, source: sources[index], line: lines[index], prefix: prefixTokens?[index] ?? [])
        }, truncatedFrom: sources[index].truncatedFrom)
    }
    return results
  }

  /// A line as the encoder gets it.
  package func source(_ line: String) -> SourceLine {
    SourceLine(line, model: model, limit: model.configuration.data.source.maximumLength)
  }

  /// Searches for all sources that hold something; pairs of their number and their hypotheses.
  private func search(
    _ sources: [SourceLine], prefixes: [[Int32]]?, firstLine: Int,
    _ observe: ((SearchStep) -> Void)?
  ) throws -> [(index: Int, hypotheses: [Hypothesis])] {
    let sentences = sources.indices.map {
      sources[$0].sentence(prefix: prefixes?[$0] ?? [], number: firstLine &+ $0)
    }
    let groups = groups(
      of: sources.indices.filter { !sources[$0].tokens.isEmpty || !sentences[$0].prefix.isEmpty },
      lengths: sources.map(\.tokens.count))
    let search = BeamSearch(
      options: options, startToken: Vocabulary.start, endToken: Vocabulary.end)
    let found = try concurrently(groups) { [self] group, worker in
      let batch = batch(group.map { sources[$0] }, worker)
      let shortlisted = try shortlist.map { shortlist in
        try ShortlistedProjection(
          group.map {
            shortlist.tokens(for: Array(sources[$0].tokens), others: sentences[$0].prefix)
          }, model, format: packed.format, by: worker)
      }
      var scorer = scorer(batch, worker, shortlisted: shortlisted)
      let hypotheses = try search.search(
        scorer: &scorer, sentences: group.map { sentences[$0] }, observe: observe)
      return Array(zip(group, hypotheses))
    }
    return found.flatMap { $0 }.map { (index: $0.0, hypotheses: $0.1) }
  }

  /// Sources side by side, in as few rows as all models' products can do with.
  func batch(_ sources: [SourceLine], _ worker: Worker) -> SourceBatch {
    let rows = ([packed] + others.map(\.packed)).map { $0.rows(for: sources.count, by: worker) }
    return SourceBatch(sources, rows: rows.max())
  }

  /// All models, ready for their first step with sources.
  ///
  /// - Parameter shortlisted: what the sentences may hold, if not all tokens.
  func scorer(
    _ batch: SourceBatch, _ worker: Worker, shortlisted: ShortlistedProjection? = nil
  ) -> EnsembleStepScorer {
    EnsembleStepScorer(
      ([(model: model, packed: packed)] + others).map {
        ModelStepScorer(
          $0.model, $0.packed, worker, batch, arenas.lend(), shortlisted: shortlisted)
      })
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

  /// - Parameters:
  ///   - source: The source, where copied tokens come from.
  ///   - line: Its text, where unknown tokens are replaced from.
  ///   - prefix: The tokens of the prefix, which stand as they were given, known or not.
  private func translated(
    _ hypothesis: Hypothesis, source: SourceLine, line: String, prefix: [String]
  ) -> TranslatedHypothesis {
    var tokens =
      prefix + hypothesis.tokens.dropFirst(prefix.count).map(source.targetToken)
    let unknown = hypothesis.tokens.indices.dropFirst(prefix.count)
      .filter { hypothesis.tokens[$0] == Vocabulary.unknown }
    if let positions = hypothesis.sourcePositions, !unknown.isEmpty {
      let source = model.sourcePipeline.tokens(in: line)
      for index in unknown where source.indices.contains(Int(positions[index])) {
        tokens[index] = source[Int(positions[index])]
      }
    }
    return TranslatedHypothesis(
      text: model.targetPipeline.text(from: tokens), tokens: tokens,
      logProbability: hypothesis.logProbability, score: hypothesis.score)
  }
}
