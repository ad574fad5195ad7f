import Seq2SeqText

extension Configuration {
  /// Checks that every value is in its range, that they go together, and that this version can do
  /// what they ask for.
  ///
  /// Throws a `UserError` that names the first key at fault and what to put there.
  public func validate() throws {
    if let first = problems.first {
      throw UserError(.usage, first.problem, remedy: first.remedy)
    }
  }

  /// All that is wrong, what this version does not build last.
  package var problems: [ConfigurationProblem] {
    var check = ConfigurationCheck()
    checkData(&check)
    checkModel(&check)
    checkTraining(&check)
    checkDecoding(&check)
    checkMetrics(&check)
    // Sums and products of sizes are safe only once each size is in its range.
    if check.problems.isEmpty {
      checkContext(&check)
      checkCombinations(&check)
      checkDecodingCombinations(&check)
    }
    return check.problems
  }

  private func checkData(_ check: inout ConfigurationCheck) {
    for (key, files) in [("data.train", data.train), ("data.validation", data.validation)] {
      if let files, files.paths.contains(where: \.isEmpty) {
        check.report(key, problem: "\(key) is empty", remedy: "give the path of a file")
      }
    }
    for (key, side) in [("data.source", data.source), ("data.target", data.target)] {
      if let size = side.vocabularySize {
        check.number(size, "\(key).vocabulary_size", in: 1...10_000_000)
      }
      check.number(side.minimumFrequency, "\(key).min_frequency", in: 1...1_000_000_000)
      check.number(side.maximumLength, "\(key).max_length", in: 1...100_000)
      check.number(side.subwordSampling, "\(key).subword_sampling", from: 0, through: 1)
      check.path(side.subwordModel, "\(key).subword_model")
      side.checkSubwords(key, &check)
    }
    if data.sharedVocabulary { data.checkSharedVocabulary(&check) }
  }

  private func checkModel(_ check: inout ConfigurationCheck) {
    check.number(model.embeddingSize, "model.embedding_size", in: 1...65_536)
    check.number(model.hiddenSize, "model.hidden_size", in: 1...65_536)
    check.number(model.dropout, "model.dropout", from: 0, below: 1)
    check.number(model.recurrentDropout, "model.recurrent_dropout", from: 0, below: 1)
    check.number(model.encoder.layers, "model.encoder.layers", in: 1...64)
    check.number(model.decoder.layers, "model.decoder.layers", in: 1...64)
    if let size = model.encoder.hiddenSize {
      check.number(size, "model.encoder.hidden_size", in: 1...65_536)
    }
    if let size = model.decoder.hiddenSize {
      check.number(size, "model.decoder.hidden_size", in: 1...65_536)
    }
  }

  private func checkTraining(_ check: inout ConfigurationCheck) {
    let most = 1_000_000_000_000
    if let epochs = training.epochs { check.number(epochs, "training.epochs", in: 1...1_000_000) }
    if let updates = training.updates { check.number(updates, "training.updates", in: 1...most) }
    if training.epochs == nil, training.updates == nil {
      check.report(
        "training.epochs", problem: "training has no end",
        remedy: "give training.epochs or training.updates")
    }
    if let memory = training.memory, MemorySize.bytes(memory) == nil {
      check.report(
        "training.memory", problem: "training.memory '\(memory)' is no amount of memory",
        remedy: "write it as 2GB or 500MB")
    }
    switch training.batch {
    case .sentences(let count):
      check.number(count, "training.batch.sentences", in: 1...1_000_000)
    case .tokens(let count):
      check.number(count, "training.batch.tokens", in: 1...100_000_000)
    }
    check.number(
      training.gradientAccumulation, "training.gradient_accumulation", in: 1...100_000)
    check.number(training.momentum, "training.momentum", from: 0, below: 1)
    check.number(training.weightDecay, "training.weight_decay", from: 0, through: 100)
    check.path(training.initialModel, "training.initial_model")
    check.path(training.tokenWeights, "training.token_weights")
    check.number(
      training.checkpointAveraging.count, "training.checkpoint_averaging.count", in: 1...100)
    check.number(training.schedule.warmup, "training.schedule.warmup", in: 1...most)
    check.number(training.learningRate, "training.learning_rate", above: 0, through: 100)
    check.number(training.schedule.factor, "training.schedule.factor", above: 0, through: 1)
    check.number(training.schedule.patience, "training.schedule.patience", in: 0...1_000_000)
    check.number(
      training.schedule.minimum, "training.schedule.minimum", from: 0, through: 100)
    check.number(
      training.maximumGradientNorm, "training.max_gradient_norm", from: 0, through: 1e9)
    check.number(training.labelSmoothing, "training.label_smoothing", from: 0, below: 1)
    check.number(training.consistency, "training.consistency", from: 0, through: 1_000)
    check.number(
      training.exponentialSmoothing, "training.exponential_smoothing", from: 0, below: 1)
    check.number(
      training.teacherForcing.ratio, "training.teacher_forcing.ratio", from: 0, through: 1)
    check.number(
      training.teacherForcing.finalRatio, "training.teacher_forcing.final_ratio", from: 0,
      through: 1)
    check.number(
      training.earlyStopping.patience, "training.early_stopping.patience", in: 0...1_000_000)
    check.number(training.validationInterval, "training.validation_interval", in: 0...most)
    check.number(training.reportInterval, "training.report_interval", in: 1...most)
    check.number(training.checkpointInterval, "training.checkpoint_interval", in: 0...most)
  }

  private func checkDecoding(_ check: inout ConfigurationCheck) {
    check.number(decoding.beamSize, "decoding.beam_size", in: 1...1_000)
    check.number(decoding.lengthPenalty, "decoding.length_penalty", from: 0, through: 10)
    check.number(decoding.maximumLength, "decoding.max_length", in: 1...100_000)
    check.number(
      decoding.maximumLengthRatio, "decoding.max_length_ratio", above: 0, through: 1_000)
    check.number(decoding.nBest, "decoding.n_best", in: 1...1_000)
    check.number(decoding.coveragePenalty, "decoding.coverage_penalty", from: 0, through: 100)
    check.number(decoding.minimumLength, "decoding.min_length", in: 0...100_000)
    check.number(decoding.noRepeatNgram, "decoding.no_repeat_ngram", in: 0...1_000)
    check.number(decoding.groups, "decoding.groups", in: 1...1_000)
    check.number(decoding.diversity, "decoding.diversity", from: 0, through: 100)
    check.number(decoding.temperature, "decoding.temperature", above: 0, through: 1_000)
    check.number(decoding.topK, "decoding.top_k", in: 0...10_000_000)
    check.number(decoding.topP, "decoding.top_p", above: 0, through: 1)
  }

  private func checkMetrics(_ check: inout ConfigurationCheck) {
    check.metric(training.earlyStopping.metric, "training.early_stopping.metric")
    for name in evaluation.metrics { check.metric(name, "evaluation.metrics") }
  }

  private func checkContext(_ check: inout ConfigurationCheck) {
    switch (model.context, model.attention) {
    case (.lastState, .none) where model.bridge == .zero && !model.decoder.contextInput:
      check.report(
        "model.bridge", "model.context",
        problem: "model.bridge zero leaves the decoder nothing of the source with "
          + "context last_state",
        remedy: "set bridge: linear, decoder.context_input: true, or context: all_states")
    case (.lastState, .none): break
    case (.lastState, let attention):
      check.report(
        "model.attention", "model.context",
        problem: "model.attention \(attention.rawValue) has nothing to attend to with "
          + "context last_state",
        remedy: "set attention: none, or context: all_states")
    case (.allStates, .none):
      check.report(
        "model.attention", "model.context",
        problem: "model.context all_states needs an attention",
        remedy: "set attention: general, or context: last_state")
    case (.allStates, _) where model.decoder.contextInput:
      check.report(
        "model.decoder.context_input", "model.context",
        problem: "model.decoder.context_input is for context last_state: with all_states "
          + "attention makes a context for each step",
        remedy: "set context_input: false, or context: last_state and attention: none")
    case (.allStates, _): break
    }
  }

  private func checkCombinations(_ check: inout ConfigurationCheck) {
    let encoderWidth = model.encoderWidth
    let decoderWidth = model.decoderHiddenSize
    if model.bridge == .copy, encoderWidth != decoderWidth {
      check.report(
        "model.bridge",
        problem: "model.bridge copy needs encoder states as wide as the decoder's, "
          + "not \(encoderWidth) and \(decoderWidth)",
        remedy: "set bridge: linear, or model.decoder.hidden_size: \(encoderWidth)")
    }
    if model.attention == .dot, encoderWidth != decoderWidth {
      check.report(
        "model.attention",
        problem: "model.attention dot needs encoder states as wide as the decoder's, "
          + "not \(encoderWidth) and \(decoderWidth)",
        remedy: "set attention: general, or model.decoder.hidden_size: \(encoderWidth)")
    }
    if model.copying, model.attention == .none {
      check.report(
        "model.copying", "model.attention",
        problem: "model.copying needs an attention, which says what to copy",
        remedy: "set copying: false, or context: all_states and attention: general")
    }
    for (side, path) in [
      ("source", data.source.subwordModel), ("target", data.target.subwordModel),
    ] where training.initialModel != nil && path != nil {
      check.report(
        "data.\(side).subword_model", "training.initial_model",
        problem:
          "data.\(side).subword_model does not go with training.initial_model, which has its own",
        remedy: "leave one of them out")
    }
    if model.copying, training.consistency > 0 {
      check.report(
        "training.consistency", "model.copying",
        problem: "training.consistency does not go with model.copying",
        remedy: "leave training.consistency out, or set copying: false")
    }
    for (key, side) in [("data.source", data.source), ("data.target", data.target)]
    where model.copying && side.subwordSampling > 0 {
      check.report(
        "\(key).subword_sampling", "model.copying",
        problem: "model.copying needs pieces that are the same in every epoch",
        remedy: "leave \(key).subword_sampling out, or set copying: false")
    }
    if model.tieEmbeddings != .false, model.embeddingSize != decoderWidth {
      check.report(
        "model.tie_embeddings",
        problem: "model.tie_embeddings \(model.tieEmbeddings.rawValue) needs embeddings as wide "
          + "as the decoder's states, not \(model.embeddingSize) and \(decoderWidth)",
        remedy: "set tie_embeddings: false, or model.embedding_size: \(decoderWidth)")
    }
    if model.tieEmbeddings == .all, !data.sharedVocabulary {
      check.report(
        "model.tie_embeddings", "data.shared_vocabulary",
        problem: "model.tie_embeddings all needs one vocabulary for both sides",
        remedy: "set data.shared_vocabulary: true, or tie_embeddings: target")
    }
    checkTrainingCombinations(&check)
  }

  private func checkTrainingCombinations(_ check: inout ConfigurationCheck) {
    if training.momentum > 0, ![.sgd, .rmsprop].contains(training.optimizer) {
      check.report(
        "training.momentum", "training.optimizer",
        problem: "training.momentum is of sgd and rmsprop, not of \(training.optimizer.rawValue)",
        remedy: "set momentum: 0, or optimizer: sgd")
    }
    if training.checkpointAveraging.kind == .best, data.validation == nil {
      check.report(
        "training.checkpoint_averaging.kind", "data.validation",
        problem: "training.checkpoint_averaging.kind best needs validations to tell the best by",
        remedy: "name data.validation, or set kind: last")
    }
  }
}
