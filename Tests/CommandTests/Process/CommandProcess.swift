import Foundation
import Testing

/// A run of the real executable.
struct CommandProcess {
  /// What it left.
  struct Result {
    var exitCode: Int32
    var output: [UInt8]
    var error: String

    var text: String { String(decoding: output, as: UTF8.self) }
    /// The lines as every other program counts them: by `\n`.
    var lines: [Substring] {
      text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }
  }

  private static let name = "seq2seq"

  /// The product that was built with these tests, which lies beside their bundle.
  static let executable: URL? = {
    let beside =
      [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
      + Bundle.allBundles.map(\.bundleURL)
    return beside.lazy
      .flatMap { [$0, $0.deletingLastPathComponent()] }
      .map { $0.appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) && !$0.hasDirectoryPath }
  }()

  private let process = Process()
  private let folder = CommandFolder()
  private let ended: AsyncStream<Void>

  /// Starts it.
  ///
  /// - Parameters:
  ///   - input: The bytes of standard input, or a pipe to feed it by.
  ///   - output: What standard output is, if it is not to be gathered.
  init(
    _ arguments: [String], in workingFolder: String? = nil, input: [UInt8] = [],
    inputPipe: Pipe? = nil, output: Any? = nil
  ) throws {
    let executable: URL = try #require(Self.executable, "the product seq2seq is not built")
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = workingFolder.map { URL(fileURLWithPath: $0) }
    try folder.write("input", input)
    try folder.write("output", [])
    try folder.write("error", [])
    process.standardInput =
      try inputPipe ?? FileHandle(forReadingFrom: URL(fileURLWithPath: folder.path("input")))
    process.standardOutput =
      try output ?? FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("output")))
    process.standardError =
      try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("error")))
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    ended = stream
    process.terminationHandler = { _ in continuation.finish() }
    try process.run()
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// What it has written to standard error so far.
  var errorSoFar: String {
    String(decoding: (try? folder.read("error")) ?? [], as: UTF8.self)
  }

  /// Waits until standard error holds a text, or the process has ended.
  func waitForError(_ text: String) async throws {
    while !errorSoFar.contains(text), process.isRunning {
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Waits for the end.
  func result() async throws -> Result {
    for await _ in ended {}
    let signal = process.terminationReason == .uncaughtSignal
    return Result(
      exitCode: signal ? -process.terminationStatus : process.terminationStatus,
      output: try folder.read("output"), error: errorSoFar)
  }

  /// Runs it to its end.
  static func run(
    _ arguments: [String], in workingFolder: String? = nil, input: [UInt8] = []
  ) async throws -> Result {
    try await CommandProcess(arguments, in: workingFolder, input: input).result()
  }
}
