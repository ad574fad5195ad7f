import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct ShardMemoryTests {
  /// A kind of model, named by what sets it apart.
  struct Kind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let configure: @Sendable (inout Configuration) -> Void
  }

  static let kinds: [Kind] = [
    Kind(testDescription: "plain") { _ in },
    Kind(testDescription: "layers") {
      $0.model.encoder.layers = 2
      $0.model.decoder.layers = 2
      $0.model.residual = true
      $0.model.cell = .gru
      $0.model.recurrentDropout = 0.2
      $0.model.layerNormalization = true
      $0.model.decoder.inputFeeding = false
    },
    Kind(testDescription: "additive, bfloat16") {
      $0.model.attention = .additive
      $0.training.precision = .bfloat16
    },
    Kind(testDescription: "last state") {
      $0.model.context = .lastState
      $0.model.attention = .none
      $0.model.decoder.contextInput = true
    },
    Kind(testDescription: "copying, guesses") {
      $0.model.copying = true
      $0.training.teacherForcing.ratio = 0.5
    },
  ]

  private static func model(_ kind: Kind) throws -> (Seq2SeqModel, PackedWeights, WorkerPool) {
    var configuration = Configuration()
    configuration.model.embeddingSize = 24
    configuration.model.hiddenSize = 40
    kind.configure(&configuration)
    let letters = Vocabulary(counts: ["a": 4, "b": 3, "c": 2, "d": 1])
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: letters, targetVocabulary: letters)
    let pool = WorkerPool(threads: 1)
    let packed = try PackedWeights(
      model.parameters, training: true, format: configuration.training.precision.format)
    try packed.update(on: pool)
    return (model, packed, pool)
  }

  /// What four small shards say holds for others.
  @Test(arguments: kinds) func memoryIsForetold(kind: Kind) throws {
    let (model, packed, pool) = try Self.model(kind)
    let memory = try ShardMemory(model, packed, on: pool)
    for (source, target) in [(1, 1), (3, 11), (17, 5), (30, 40)] {
      let real = try ShardMemory.bytes(model, packed, pool, source: source, target: target)
      let foretold = memory.bytes(sourceSteps: source, targetSteps: target)
      // Attention rows are rounded up to whole cache lines.
      #expect(
        abs(foretold - real) <= real / 100 + 4096,
        "\(source) x \(target): \(foretold) foretold, \(real) taken")
    }
  }

  @Test func wavesStayWithinTheirBytes() throws {
    let (model, packed, pool) = try Self.model(Self.kinds[0])
    let memory = try ShardMemory(model, packed, on: pool)
    let shards = [3, 9, 4, 4, 20, 1, 2].map { length in
      Shard(
        sources: [ArraySlice(repeating: 4, count: length)],
        targets: [ArraySlice(repeating: 5, count: length + 1)])
    }
    func bytes(_ shard: Shard) -> Int {
      memory.bytes(sourceSteps: shard.source.layout.time, targetSteps: shard.steps)
    }
    let limit = bytes(shards[1]) + bytes(shards[0])
    let gradient = ShardedGradient(
      model, packed, pool, limits: .init(wave: .bytes(limit, memory)))
    let waves = gradient.waves(shards)
    #expect(waves.flatMap { Array($0) } == Array(shards.indices))
    #expect(waves.contains { $0.count > 1 })
    for wave in waves where wave.count > 1 {
      #expect(shards[wave].reduce(0) { $0 + bytes($1) } <= limit)
    }
  }

  /// Each tape keeps what its longest shard needed: together they must not keep more than a wave may take.
  @Test func tapesHoldNoMoreThanAWaveMayTake() throws {
    let (model, packed, pool) = try Self.model(Self.kinds[0])
    let memory = try ShardMemory(model, packed, on: pool)
    func shard(_ length: Int) -> Shard {
      Shard(
        sources: (0..<Shard.pairs).map { _ in ArraySlice(repeating: 4, count: length) },
        targets: (0..<Shard.pairs).map { _ in ArraySlice(repeating: 5, count: length) })
    }
    // More than the first block of a tape, which is there in any case.
    let long = 400
    let limit = memory.bytes(sourceSteps: long, targetSteps: long + 1)
    let gradient = ShardedGradient(
      model, packed, pool, limits: .init(wave: .bytes(limit, memory)))
    var held: [Int] = []
    for lengths in [[long], [8, 8, long / 2], [8, long / 2, 8], [8, 8, 8, 8], [long, 8, 8]] {
      // The first time a tape finds out how large a block it needs.
      for update in 1...2 as ClosedRange<UInt64> {
        _ = try gradient.compute(
          lengths.map(shard), smoothing: 0, dropout: RandomSource(seed: 1, update: update))
        held.append(gradient.heldBytes)
      }
    }
    #expect(held.allSatisfy { $0 <= limit + limit / 50 }, "\(held) of \(limit)")
    #expect(held.contains { $0 > limit / 2 })
  }

  @Test(arguments: [
    ("2GB", 2_000_000_000), ("500 MB", 500_000_000), ("1.5GiB", 1_610_612_736),
    ("64mib", 67_108_864), ("3000000B", 3_000_000), ("2", nil), ("GB", nil), ("-1GB", nil),
    ("1KB", nil), ("nanGB", nil), ("infGB", nil), ("1e300TB", nil), ("", nil), ("2 gigabytes", nil),
  ])
  func amounts(text: String, bytes: Int?) { #expect(MemorySize.bytes(text) == bytes) }

  /// A run with little memory ends in the same quality, and one with too little is refused at once.
  @Test func aRunHasAsMuchAsItIsGiven() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.memory = "1MB"
    let error = #expect(throws: UserError.self) {
      try Trainer(configuration: configuration, output: task.path("little"), threads: 2)
    }
    let message = error?.description ?? ""
    #expect(message.contains("training.memory 1MB is too little"), "\(message)")
    let needed = try #require(
      message.split(separator: " ").last { $0.hasSuffix("MB;") }?.dropLast())
    configuration.training.memory = String(needed)
    let outcome = try Trainer(
      configuration: configuration, output: task.path("enough"), threads: 2
    ).train()
    #expect(outcome.reason == .completed)
  }
}
