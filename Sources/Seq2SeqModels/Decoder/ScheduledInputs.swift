import Seq2SeqTensors
import Seq2SeqText

/// What a decoder reads where some inputs are its own guesses (scheduled sampling, Bengio et al. 2015,
/// § 2.4).
///
/// A guess is known only when the step before is done, so that steps go one by one: the states of a step
/// are projected, the most probable token is taken as it is in greedy search (never `<pad>` or `<s>`), and
/// embedded for the next step. No gradient goes through the choice. Where all inputs are true the numbers
/// are, to the bit, those of the way that knows them all from the start.
struct ScheduledInputs {
  /// What was read so far [T * B], and what would be read in the place of guesses yet to come.
  private(set) var tokens: [Int32]
  /// The input's part of the first layer's gates [T * B, gates * H]; complete for steps that were read.
  let gates: Tensor
  private let tape: Tape
  private let decoder: RecurrentDecoder
  private let memory: DecoderMemory
  private let readsTruth: [Bool]
  private let embedded: Tensor
  private let dropped: Tensor
  private let mask: Tensor?
  private let product: UnrolledProduct
  private let logits: Tensor
  /// What is generated or copied [B, V + longest source]; nil if nothing may be copied.
  private let mixture: Tensor?

  private static let excluded = [Vocabulary.padding, Vocabulary.start]

  /// `inputs` and `readsTruth` [T * B]; the first step reads what it is given.
  init(
    _ tape: Tape, _ decoder: RecurrentDecoder, inputs: [Int32], readsTruth: [Bool], batch: Int,
    memory: DecoderMemory
  ) {
    precondition(inputs.count == readsTruth.count)
    (self.tape, self.decoder, self.memory) = (tape, decoder, memory)
    self.readsTruth = readsTruth
    tokens = inputs
    let (rows, columns) = (inputs.count, decoder.embedding.columns)
    embedded = tape.tensor(rows: rows, columns: columns)
    mask = tape.dropoutMask(rows: rows, columns: columns, rate: decoder.dropout)
    dropped = mask == nil ? embedded : tape.tensor(rows: rows, columns: columns)
    let first = decoder.layers[0]
    gates = first.inputGates(tape, rows: rows)
    product = UnrolledProduct(tape, from: dropped, first.inputWeight, addingTo: gates)
    let vocabularySize = decoder.projection.weight.rows
    logits = tape.scratch(rows: batch, columns: vocabularySize)
    mixture = memory.copies.map {
      tape.scratch(rows: batch, columns: vocabularySize + $0.longest)
    }
  }

  /// What the first layer reads [T * B, E], as far as steps were read.
  var input: Tensor { dropped }

  /// Embeds the tokens of a step and adds their part of its gates.
  func read(_ rows: Range<Int>) {
    let part = embedded.slice(rows)
    tape.embedding(Array(tokens[rows]), decoder.embedding, into: part)
    if let mask { tape.multiply(part, mask.slice(rows), into: dropped.slice(rows)) }
    product.add(rows)
    if let contextGates = memory.contextGates {
      tape.addToEachStep(contextGates, rows: memory.sentences, to: gates.slice(rows))
    }
  }

  /// Puts guesses from a step's attentional states [B, H] in the places of the next step, the rows `next`,
  /// that are not to read the truth. What was copied and has no number of its own is read as `<unk>`.
  mutating func guess(_ next: Range<Int>, from states: Tensor, source: CopySource?) {
    guard next.upperBound <= tokens.count else { return }
    let guessed = next.filter { !readsTruth[$0] }.map { $0 - next.lowerBound }
    guard !guessed.isEmpty else { return }
    let (weight, bias) = decoder.projection
    let best: [Int32]
    if let source, let mixture {
      best = tape.bestTokens(
        states, weight, bias: bias, source: source, rows: guessed,
        excluded: ScheduledInputs.excluded, scratch: logits, mixture: mixture)
    } else {
      best = tape.bestTokens(
        states, weight, bias: bias, rows: guessed, excluded: ScheduledInputs.excluded,
        scratch: logits)
    }
    for (row, token) in zip(guessed, best) {
      tokens[next.lowerBound + row] = Int(token) < weight.rows ? token : Vocabulary.unknown
    }
  }
}
