import Seq2SeqText

/// How the network is trained.
public struct TrainingConfiguration: Codable, Equatable, Sendable {
  /// Everything random follows from this number.
  public var seed: UInt64 = 1
  /// A run folder or a model file whose weights, vocabularies and subword models training begins with; nil: drawn
  /// and made anew.
  public var initialModel: String?
  /// The most passes over the data. With `updates` as well, whichever comes first ends training.
  public var epochs: Int? = 30
  /// The most updates.
  public var updates: Int?
  /// How much goes into one update.
  public var batch = BatchSize.sentences(64)
  /// The batches whose gradients make one update.
  public var gradientAccumulation = 1
  /// The update rule.
  public var optimizer = OptimizerKind.adam
  /// How much of the last step `sgd` and `rmsprop` take again.
  public var momentum = 0.0
  /// The share of the weights that `adamw` takes away at each step, times the learning rate.
  public var weightDecay = 0.01
  /// The learning rate to start with.
  public var learningRate = 0.001
  /// How the learning rate changes.
  public var schedule = Schedule()
  /// Gradients with a longer norm are scaled down to it; 0 leaves them as they are.
  public var maximumGradientNorm = 1.0
  /// The probability taken from the reference and spread over the vocabulary (Szegedy et al. 2016,
  /// section 7).
  public var labelSmoothing = 0.1
  /// How much each pair's predictions with two draws of dropout are drawn together (R-Drop, Wu et al. 2021,
  /// section 2.2); 0: each pair is seen once.
  public var consistency = 0.0
  /// A file of TOKEN<TAB>WEIGHT lines: what an error at a target token counts; 1 for the others.
  public var tokenWeights: String?
  /// How much of each update goes into a running average of the weights, which is what is validated and
  /// kept; 0: no average.
  public var exponentialSmoothing = 0.0
  /// Which of the run's weights are averaged into the model that is kept.
  public var checkpointAveraging = CheckpointAveraging()
  /// How often the decoder sees the reference.
  public var teacherForcing = TeacherForcing()
  /// When to stop early.
  public var earlyStopping = EarlyStopping()
  /// The number format.
  public var precision = Precision.float32
  /// The memory that training may take, as in `2GB`; nil: as is good for speed.
  public var memory: String?
  /// The updates between validations; 0 validates after each epoch.
  public var validationInterval = 0
  /// The updates between reports.
  public var reportInterval = 100
  /// The updates between checkpoints; 0 writes one at each validation only.
  public var checkpointInterval = 0

  /// Thirty epochs of Adam with batches of 64 sentences.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case seed, epochs, updates, batch, optimizer, momentum, schedule, consistency, precision, memory
    case initialModel = "initial_model"
    case gradientAccumulation = "gradient_accumulation"
    case weightDecay = "weight_decay"
    case tokenWeights = "token_weights"
    case checkpointAveraging = "checkpoint_averaging"
    case learningRate = "learning_rate"
    case maximumGradientNorm = "max_gradient_norm"
    case labelSmoothing = "label_smoothing"
    case exponentialSmoothing = "exponential_smoothing"
    case teacherForcing = "teacher_forcing"
    case earlyStopping = "early_stopping"
    case validationInterval = "validation_interval"
    case reportInterval = "report_interval"
    case checkpointInterval = "checkpoint_interval"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func given<Value: Decodable>(_ key: CodingKeys, or value: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    seed = try given(.seed, or: seed)
    initialModel = try container.decodeIfPresent(String.self, forKey: .initialModel)
    updates = try container.decodeIfPresent(Int.self, forKey: .updates)
    // A limit by updates alone must not be cut short by the default for epochs.
    epochs =
      try container.decodeIfPresent(Int.self, forKey: .epochs) ?? (updates == nil ? epochs : nil)
    batch = try given(.batch, or: batch)
    gradientAccumulation = try given(.gradientAccumulation, or: gradientAccumulation)
    optimizer = try given(.optimizer, or: optimizer)
    momentum = try given(.momentum, or: momentum)
    weightDecay = try given(.weightDecay, or: weightDecay)
    learningRate = try given(.learningRate, or: learningRate)
    schedule = try given(.schedule, or: schedule)
    maximumGradientNorm = try given(.maximumGradientNorm, or: maximumGradientNorm)
    labelSmoothing = try given(.labelSmoothing, or: labelSmoothing)
    consistency = try given(.consistency, or: consistency)
    tokenWeights = try container.decodeIfPresent(String.self, forKey: .tokenWeights)
    exponentialSmoothing = try given(.exponentialSmoothing, or: exponentialSmoothing)
    checkpointAveraging = try given(.checkpointAveraging, or: checkpointAveraging)
    teacherForcing = try given(.teacherForcing, or: teacherForcing)
    earlyStopping = try given(.earlyStopping, or: earlyStopping)
    precision = try given(.precision, or: precision)
    memory = try container.decodeIfPresent(String.self, forKey: .memory)
    validationInterval = try given(.validationInterval, or: validationInterval)
    reportInterval = try given(.reportInterval, or: reportInterval)
    checkpointInterval = try given(.checkpointInterval, or: checkpointInterval)
  }
}
