import Foundation
import Testing

/// A tiny model that writes letters in reverse, trained once by the command for all tests.
enum CommandModel {
  /// The folder with `config.yaml`, `train.tsv`, `dev.tsv` and the run folder `run`.
  static func folder() async throws -> CommandFolder { try await trained.value }

  /// The run folder.
  static func run() async throws -> String { try await folder().path("run") }

  private static let trained = Task {
    let folder = CommandFolder()
    try writeTask(in: folder)
    let result = try await CommandProcess.run(
      ["train", "config.yaml", "--output", "run", "--threads", "2"], in: folder.path)
    try #require(result.exitCode == 0, "\(result.error)")
    temporary = folder
    // A static value is never released, so its folder must be removed by hand.
    atexit { try? FileManager.default.removeItem(atPath: CommandModel.temporary?.path ?? "") }
    return folder
  }

  nonisolated(unsafe) private static var temporary: CommandFolder?

  /// Writes data and configuration.
  static func writeTask(in folder: CommandFolder) throws {
    try folder.write("train.tsv", pairs(200, seed: 1))
    try folder.write("dev.tsv", pairs(20, seed: 2))
    try folder.write(
      "config.yaml",
      """
      name: reverse
      data: {train: train.tsv, validation: dev.tsv, source: {max_length: 8}}
      model: {embedding_size: 16, hidden_size: 16, dropout: 0}
      training: {epochs: 12, learning_rate: 0.015, batch: {sentences: 32}, report_interval: 5}
      evaluation: {metrics: [exact_match, token_error_rate]}
      """)
  }

  /// Words of one letter, and the same backwards.
  private static func pairs(_ count: Int, seed: Int) -> String {
    var state = seed
    func random(_ limit: Int) -> Int {
      state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
      return (state >> 16) % limit
    }
    return (0..<count).map { _ in
      let words = (0...random(4)).map { _ in ["a", "b", "c", "d", "e"][random(5)] }
      return words.joined(separator: " ") + "\t" + words.reversed().joined(separator: " ") + "\n"
    }.joined()
  }
}
