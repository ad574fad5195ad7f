import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The model as the search sees it: one decoder step for a list of hypotheses.
///
/// The sources are encoded once. The states of the previous step live in one arena while those of the next
/// are made in the other, taken row by row from each hypothesis' parent; the logits, which are far larger and are
/// read before the next step, have one of their own.
package struct ModelStepScorer: StepScorer {
  package let vocabularySize: Int
  private let model: Seq2SeqModel
  private let packed: PackedWeights
  private let worker: Worker
  private let shortlisted: ShortlistedProjection?
  private let loan: SearchArenaPool.Loan
  private var memory: DecoderMemory
  private var turn = 0
  private var previous: DecoderStart
  /// The decoder's run of the last step, good until the step after the next.
  package private(set) var unroll: DecoderUnroll?

  /// - Parameters:
  ///   - loan: where tensors are made.
  ///   - shortlisted: what the sentences may hold, if not all tokens.
  package init(
    _ model: Seq2SeqModel, _ packed: PackedWeights, _ worker: Worker, _ source: SourceBatch,
    _ loan: SearchArenaPool.Loan, shortlisted: ShortlistedProjection? = nil
  ) {
    self.loan = loan
    self.shortlisted = shortlisted
    self.model = model
    self.packed = packed
    self.worker = worker
    vocabularySize = model.targetVocabulary.count
    let tape = Tape(
      worker: worker, store: model.parameters, packed: packed, arena: loan.arenas.source)
    let encoded = model.encoder.encode(tape, source)
    memory = model.decoder.memory(tape, encoded)
    previous = DecoderStart(states: model.bridge.initialStates(tape, encoded.finals))
  }

  package mutating func step(_ request: StepRequest) throws -> StepCandidates {
    advance(request).answer(request)
  }

  /// Moves every row one token on.
  package mutating func advance(_ request: StepRequest) -> ModelStep {
    let rows = request.parents.count
    let filling = packed.rows(for: rows, by: worker) - rows
    let allParents = request.parents + [Int32](repeating: 0, count: filling)
    // What was copied and is not in the vocabulary is read as an unknown token.
    let known = request.tokens.map { Int($0) < vocabularySize ? $0 : Vocabulary.unknown }
    let inputs = known + [Int32](repeating: Vocabulary.padding, count: filling)
    let tape = emptied(loan.arenas.steps[turn])
    turn = 1 - turn
    memory.sentences = allParents.map { memory.sentences[Int($0)] }
    let start = DecoderStart(
      states: previous.states.map { state in
        state.map {
          CellState(
            hidden: tape.gather($0.hidden, rows: allParents),
            cell: $0.cell.map { tape.gather($0, rows: allParents) })
        }
      }, feed: previous.feed.map { tape.gather($0, rows: allParents) })
    let unroll = model.decoder.unroll(tape, inputs: inputs, steps: 1, start: start, memory: memory)
    previous = unroll.end
    self.unroll = unroll
    let logitsTape = emptied(loan.arenas.logits)
    if let shortlisted {
      let logits = shortlisted.logits(unroll.states.slice(0..<rows), on: logitsTape)
      logitsTape.temper(logits, temperature: request.temperature)
      return ModelStep(
        tape: logitsTape, logits: logits, areLogProbabilities: false,
        attention: unroll.attention.first,
        shortlisted: (shortlisted, Array(memory.sentences.prefix(rows))))
    }
    let projection = model.decoder.projection
    let logits = logitsTape.tensor(rows: rows, columns: vocabularySize)
    logitsTape.project(
      unroll.states.slice(0..<rows), projection.weight, projection.bias, into: logits)
    logitsTape.temper(logits, temperature: request.temperature)
    let source = unroll.copySource
    return ModelStep(
      tape: logitsTape, logits: source.map { logitsTape.copyMixture(logits, $0) } ?? logits,
      areLogProbabilities: source != nil, attention: unroll.attention.first)
  }

  /// A tape that makes its tensors where others were, which are gone.
  private func emptied(_ arena: Arena) -> Tape {
    arena.reset()
    return Tape(worker: worker, store: model.parameters, packed: packed, arena: arena)
  }
}
