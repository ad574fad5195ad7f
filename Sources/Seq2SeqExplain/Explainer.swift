import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// Shows what happens inside a model while it translates.
///
///     let explainer = try Explainer(model: Seq2SeqModel(path: "runs/demo"))
///     let explanation = try explainer.explain("I love you", reference: "나는 너를 사랑해")
///     print(explanation.steps[0].candidates.map(\.token.text))
///
/// All figures come from the code that translates: the encoder, the decoder, and the search with its own
/// scorer, none of which is imitated.
public final class Explainer: Sendable {
  private let translator: Translator
  private let candidateCount: Int

  /// Prepares a model for explanations.
  ///
  /// - Parameters:
  ///   - options: how to search; the model's own `decoding` section unless given.
  ///   - candidates: how many of the most probable tokens to tell at each step, at least 1.
  ///   - threads: as many as the machine has cores unless given.
  public init(
    model: Seq2SeqModel, options: SearchOptions? = nil, candidates: Int = 8, threads: Int? = nil
  ) throws {
    translator = try Translator(model: model, options: options, threads: threads)
    candidateCount = candidates
  }

  /// Explains how a line gets its translation and, if there is a reference, why it does not get that.
  ///
  /// An empty reference is the end symbol alone.
  ///
  /// - Throws: `UserError` if the line holds no token.
  public func explain(_ text: String, reference: String? = nil) throws -> Explanation {
    let source = translator.source(text)
    guard !source.tokens.isEmpty else {
      throw UserError(.usage, "the text is empty", remedy: "give a text to translate")
    }
    var record = BeamRecord()
    let translations = try translator.translate([text]) { record.add($0) }
    guard let best = translations.first?.hypotheses.first else { throw Explainer.noPath }
    let model = translator.model
    let path = record.path(of: best, source)
    guard !path.isEmpty else { throw Explainer.noPath }
    let output = path.dropLast().map(\.token)
    let run = try force(source, output)
    let encoding = try encode(source)
    return Explanation(
      model: ExplainedModel(model),
      source: explained(text, source), encoder: encoding.layers, context: encoding.context,
      output: ExplainedHypothesis(
        text: best.text, tokens: output.map { ExplainedToken($0, of: source) },
        logProbability: best.logProbability, score: best.score),
      steps: run.steps, decoder: run.layers,
      beam: record.beam(
        size: translator.options.places,
        output: Set(path.map(\.node)), source),
      reference: try reference.map { try judge($0, source, best, record) })
  }

  /// An error in the program, and no reason to trap.
  private static var noPath: UserError {
    UserError(
      .badData, "the search did not tell how it came by its output", remedy: "report this mistake")
  }

  private func explained(_ text: String, _ source: SourceLine) -> ExplainedSource {
    let pipeline = translator.model.sourcePipeline
    return ExplainedSource(
      text: text, normalized: pipeline.normalized(text),
      tokens: zip(pipeline.tokens(in: text), source.tokens).map { ExplainedToken($0, id: $1) },
      truncatedFrom: source.truncatedFrom)
  }

  /// The decoder along a target.
  private func force(_ source: SourceLine, _ target: [Int32]) throws -> ForcedRun {
    try onOneWorker { [translator, candidateCount] worker in
      try ForcedRun(
        translator, source: source, target: target, candidateCount: candidateCount, worker: worker)
    }
  }

  private func encode(
    _ source: SourceLine
  ) throws -> (layers: [ExplainedLayer], context: ExplainedContext) {
    try onOneWorker { [translator] worker in
      let model = translator.model
      let batch = SourceBatch([source])
      let tape = Tape(
        worker: worker, store: model.parameters, packed: translator.packed, arena: Arena())
      let encoded = model.encoder.encode(tape, batch)
      let (rows, times) = (batch.layout.batch, source.tokens.count)
      let layers = encoded.unrolls.enumerated().flatMap { index, sides in
        zip(sides, Direction.allCases).map { side, direction in
          ExplainedLayer(
            side, layer: index, direction: direction, times: times, batch: rows)
        }
      }
      let kind = model.configuration.model.context
      let size = model.configuration.model.decoderHiddenSize
      let zeros = [Float](repeating: 0, count: size)
      let starts = model.bridge.initialStates(tape, encoded.finals).map { state in
        state.map(ExplainedState.init) ?? ExplainedState(hidden: zeros)
      }
      let context = ExplainedContext(
        kind: kind.rawValue,
        vector: kind == .lastState ? encoded.finals.last?.hidden.row(0) : nil,
        states: kind == .allStates
          ? (0..<times).map { encoded.states.row($0 * rows) } : nil,
        initialStates: starts)
      return (layers, context)
    }
  }

  private func judge(
    _ text: String, _ source: SourceLine, _ best: TranslatedHypothesis,
    _ record: BeamRecord
  ) throws -> ExplainedReference {
    let model = translator.model
    let words = model.targetPipeline.tokens(in: text)
    let target = source.targetNumbers(of: words)
    let run = try force(source, target)
    let fall = record.fall(of: target)
    let steps = zip(run.steps, run.runningLogProbabilities).enumerated().map { time, step in
      ExplainedReference.Step(
        token: step.0.output, rank: step.0.rank, logProbability: step.1,
        isInBeam: fall.map { time < $0.step } ?? true)
    }
    return ExplainedReference(
      hypothesis: ExplainedHypothesis(
        text: text, tokens: zip(words, target).map { ExplainedToken($0, $1, of: source) },
        logProbability: run.logProbability, score: run.score),
      steps: steps, fellOffAt: fall?.step, leastInBeam: fall?.leastInBeam,
      verdict: run.score > best.score
        ? .searchError : run.score < best.score ? .modelError : .none)
  }

  private func onOneWorker<Result>(_ body: (Worker) throws -> Result) throws -> Result {
    var result: Result?
    try translator.pool.run(tasks: 1) { _, worker in result = try body(worker) }
    guard let result else { throw Explainer.noPath }
    return result
  }
}
