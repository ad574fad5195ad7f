import Foundation
import Testing

/// A folder with the raw data of one recipe, and what running the recipe's steps left in it.
final class RecipeFolder: Sendable {
  /// What a step left.
  struct Result: Sendable {
    var exitCode: Int32
    var output: String
    var error: String
  }

  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// What whoever runs the tests may have set has no part in them.
  private static let variables: Set = [
    "DATA", "TRAIN", "DEV", "TEST", "EVERYDAY", "HANJA", "PARTS", "SMOKE", "SEED", "SET", "RESULTS",
  ]

  private let folder = CommandFolder()

  var path: String { folder.path }

  func path(_ name: String) -> String { folder.path(name) }

  func write(_ name: String, _ lines: [String]) throws {
    try write(name, bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  func write(_ name: String, bytes: [UInt8]) throws {
    let parent = URL(fileURLWithPath: path(name)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    try folder.write(name, bytes)
  }

  /// The lines of a file that a step wrote.
  func lines(_ name: String) throws -> [String] {
    let text = String(decoding: try folder.read(name), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// The tab-separated columns of a file's lines.
  func rows(_ name: String) throws -> [[String]] {
    try lines(name).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  func holds(_ name: String) -> Bool { folder.holds(name) }

  /// Runs a whole recipe on what is in this folder, with 20 updates.
  func runRecipe(_ name: String, _ variables: [String: String] = [:]) async throws -> Result {
    let executable = try #require(CommandProcess.executable, "the product seq2seq is not built")
    return try await run(
      "Scripts/recipe.sh", [name],
      ["SEQ2SEQ": executable.path, "RUNS": path("runs"), "SMOKE": "1", "DATA": path]
        .merging(variables) { $1 })
  }

  /// Runs a recipe's `prepare` alone, into the folder `data`.
  func prepare(_ name: String, _ variables: [String: String] = [:]) async throws -> Result {
    try await run(
      "Recipes/\(name)/prepare", [path("data")], ["DATA": path].merging(variables) { $1 })
  }

  /// Runs a recipe's `evaluate` on what `prepare` wrote, with a stand-in for the command whose outputs are
  /// the references but for the given lines.
  func evaluate(
    _ name: String, split: String = "dev", outputs: [Int: String] = [:]
  ) async throws -> [String: Double] {
    var hypotheses = try rows("data/\(split).tsv").map { $0[1] }
    for (line, text) in outputs { hypotheses[line] = text }
    try write("outputs", hypotheses)
    try write(
      "stand-in",
      [
        "#!/usr/bin/env bash", "while [ $# -gt 0 ]; do case $1 in",
        "--hypotheses) cp '\(path("outputs"))' \"$2\";;", "--metrics) metrics=$2;;",
        "esac; shift; done",
        "printf '{\"metrics\": {'", "printf '\"%s\": {\"value\": 1}' \"${metrics%%,*}\"",
        "for one in ${metrics//,/ }; do printf ', \"%s\": {\"value\": 1}' \"$one\"; done",
        "echo '}}'",
      ])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: path("stand-in"))
    let result = try await run(
      "Recipes/\(name)/evaluate", ["model", split, path("data"), path],
      ["SEQ2SEQ": path("stand-in")])
    try #require(result.exitCode == 0, "\(result.error)")
    return try Dictionary(
      uniqueKeysWithValues: result.output.split(separator: "\n").map { line in
        let columns = line.split(separator: "\t")
        return (String(columns[0]), try #require(Double(columns[1])))
      })
  }

  /// Runs a script of the project.
  func run(
    _ script: String, _ arguments: [String], _ variables: [String: String],
    input: String = ""
  ) async throws -> Result {
    let process = Process()
    process.executableURL = Self.root.appending(path: script)
    process.arguments = arguments
    process.currentDirectoryURL = Self.root
    let own = ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"]
    process.environment = ProcessInfo.processInfo.environment
      .filter { !Self.variables.contains($0.key) }
      .merging(own) { $1 }.merging(variables) { $1 }
    for name in ["input", "output", "error"] {
      try write(name, bytes: name == "input" ? Array(input.utf8) : [])
    }
    func file(_ name: String) -> URL { URL(fileURLWithPath: path(name)) }
    process.standardInput = try FileHandle(forReadingFrom: file("input"))
    process.standardOutput = try FileHandle(forWritingTo: file("output"))
    process.standardError = try FileHandle(forWritingTo: file("error"))
    let (ended, continuation) = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in continuation.finish() }
    try process.run()
    for await _ in ended {}
    return Result(
      exitCode: process.terminationStatus,
      output: String(decoding: try folder.read("output"), as: UTF8.self),
      error: String(decoding: try folder.read("error"), as: UTF8.self))
  }
}
