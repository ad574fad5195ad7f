import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// How many target tokens a model gets right when it reads its own output.
package struct FreeRunningSums: Sendable, Equatable {
  /// Positions of the references, end symbols included.
  package private(set) var tokens = 0
  /// Positions at which the model said what the reference says; never `<unk>`.
  package private(set) var correct = 0

  /// Compares one output with its reference; both go on with the end symbol.
  mutating func add(output: [Int32], reference: ArraySlice<Int32>) {
    tokens += reference.count + 1
    for (said, expected) in zip(output + [Vocabulary.end], reference + [Vocabulary.end])
    where said == expected && expected != Vocabulary.unknown {
      correct += 1
    }
  }

  /// The right ones in percent; 0 of none.
  package var percent: Double { tokens > 0 ? 100 * Double(correct) / Double(tokens) : 0 }
}

extension Translator {
  /// Lets the model run freely over a corpus: at each step it reads the token that it found most probable at
  /// the step before, until it ends or has said as many tokens as the reference with its end symbol has.
  ///
  /// No limit of length, penalty or constraint of the search has a part in it. Compared with the accuracy
  /// under teacher forcing this shows how far a model drifts when nobody corrects it.
  ///
  /// - Throws: `UserError` for an ensemble, which has no accuracy under teacher forcing to compare with.
  package func freeRunning(_ corpus: EncodedCorpus) throws -> FreeRunningSums {
    guard others.isEmpty else {
      throw UserError(
        .usage, "free_running_accuracy is that of one model, not of an ensemble",
        remedy: "leave --ensemble out, or choose other metrics")
    }
    let groups = groups(
      of: Array(0..<corpus.count), lengths: (0..<corpus.count).map(corpus.targetLength))
    let parts = try concurrently(groups) { [model, packed, arenas] group, worker in
      let copies = group.compactMap { corpus.copies($0)?.source }
      let source = SourceBatch(
        group.map(corpus.source), copies: corpus.hasCopies ? copies : nil)
      var scorer = ModelStepScorer(model, packed, worker, source, arenas.lend())
      let outputs = try Translator.run(&scorer, lengths: group.map(corpus.targetLength))
      return zip(group, outputs).map { (index: $0, output: $1) }
    }
    var sums = FreeRunningSums()
    for (index, output) in parts.joined() {
      sums.add(
        output: output, reference: corpus.copies(index)?.target ?? corpus.target(index))
    }
    return sums
  }

  /// The greedy output of each row, without an end symbol, and at most one token longer than its length; a
  /// row leaves when it has ended.
  private static func run(
    _ scorer: inout some StepScorer, lengths: [Int]
  ) throws -> [[Int32]] {
    var outputs = lengths.map { _ in [Int32]() }
    var live = Array(lengths.indices)
    var parents = live.map { Int32(truncatingIfNeeded: $0) }
    while !live.isEmpty {
      let step = try scorer.step(
        StepRequest(
          parents: parents, tokens: live.map { outputs[$0].last ?? Vocabulary.start },
          asked: live.map { _ in Vocabulary.end }, candidateCount: 1))
      var staying: [Int] = []
      for (row, sentence) in live.enumerated() where step.tokens[row] != Vocabulary.end {
        outputs[sentence].append(step.tokens[row])
        if outputs[sentence].count <= lengths[sentence] { staying.append(row) }
      }
      parents = staying.map { Int32(truncatingIfNeeded: $0) }
      live = staying.map { live[$0] }
    }
    return outputs
  }
}
