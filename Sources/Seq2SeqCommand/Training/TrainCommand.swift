import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model as a configuration says.",
    discussion: """
      Writes the best model, a checkpoint, the configuration and logs into a run folder. SIGINT \
      (Ctrl-C) or SIGTERM saves a checkpoint and stops; a second one stops at once. --resume goes \
      on as if the run had never stopped.

        seq2seq train config.yaml --output runs/first --set training.epochs=3
      """)

  @Argument(help: "The configuration, a YAML file.")
  var configuration: String

  // `--set a=1 b=2` reads as one option with two values to many.
  @Argument(help: .hidden)
  var furtherOverrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "The run folder; runs/NAME unless given, by the configuration's name or file.",
      valueName: "run"))
  var output: String?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Set a key of the configuration; repeatable.", valueName: "key.path=value"))
  var overrides: [String] = []

  @Flag(help: "Go on from the run folder's checkpoint.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "End after so many minutes, with what has been learnt by then.", valueName: "n"))
  var minutes: Double?

  @Option(
    help: ArgumentHelp(
      "The memory that training may take, as in 2GB: sets training.memory.", valueName: "amount"))
  var memory: String?

  @OptionGroup var threadArguments: ThreadArguments

  func validate() throws {
    if let minutes, !(minutes > 0 && minutes <= 100_000) {
      throw ValidationError("--minutes takes a number above 0, at most 100,000")
    }
  }

  func run() throws {
    let interruption = Interruption()
    let threads = try threadArguments.count()
    if let extra = furtherOverrides.first(where: { !$0.contains("=") }) {
      throw UserError(
        .usage, "unexpected argument '\(extra)'", remedy: "give one configuration file")
    }
    let overrides =
      overrides + furtherOverrides + (memory.map { ["training.memory=\($0)"] } ?? [])
    let configuration = try ConfigurationFile.read(path: configuration, overrides: overrides)
    let folder = output ?? defaultFolder(configuration)
    try checkFolder(folder)
    let trainer = try Trainer(
      configuration: configuration, output: folder, resume: resume, threads: threads)
    let display = TrainingDisplay()
    (trainer.corpusReports.flatMap(\.summaryLines) + trainer.notices).forEach(display.print)
    if resume, !holds(folder, "checkpoint.safetensors") {
      display.print("\(folder): there is no checkpoint yet, starting from the beginning")
    }
    interruption.stop { [progress = display.progressLine] in
      progress.print("stopping after this update; once more stops at once")
      trainer.stop()
    }
    let outcome: TrainingOutcome
    do {
      defer { display.finish() }
      outcome = try trainer.train(timeLimit: minutes.map { .seconds($0 * 60) }, display.show)
    }
    try report(outcome, in: folder, configuration, display, interruption)
  }

  /// `runs/NAME` in the working folder.
  private func defaultFolder(_ configured: Configuration) -> String {
    let file = configuration.split(separator: "/").last.map(String.init) ?? configuration
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    let name = [configured.name ?? "", stem, "model"]
      .map { $0.replacing("/", with: "-").onOneLine }
      .first { !["", ".", ".."].contains($0) }
    return "runs/" + (name ?? "model")
  }

  private func holds(_ folder: String, _ file: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + file)
  }

  /// Refuses to overwrite what an earlier run has left.
  private func checkFolder(_ folder: String) throws {
    guard !resume else { return }
    if holds(folder, "checkpoint.safetensors") {
      throw UserError(
        .usage, file: folder, "the folder holds a run already",
        remedy: "add --resume to go on with it, or give another --output")
    }
    if holds(folder, Seq2SeqModel.fileName) {
      throw UserError(
        .usage, file: folder, "the folder holds a model already",
        remedy: "give another --output")
    }
  }

  private func report(
    _ outcome: TrainingOutcome, in folder: String, _ configured: Configuration,
    _ display: TrainingDisplay, _ interruption: Interruption
  ) throws {
    if outcome.reason == .stopped {
      display.print(
        "stopped after update \(outcome.updates.grouped), a checkpoint is saved; go on with")
      display.print("  " + resumingCommand(folder))
      throw Interrupted(signal: interruption.signal ?? SIGINT)
    }
    if display.resumedAt == outcome.updates {
      display.print("\(folder): this run is finished, nothing is left to do")
    } else {
      let reason =
        switch outcome.reason {
        case .earlyStopping: "stopped early"
        case .timeOver: "time is over"
        case .completed, .stopped: "done"
        }
      display.print(
        "\(reason): \(outcome.updates.of("update")) in all, \(display.seconds.duration)")
    }
    if let best = outcome.best {
      let what =
        best.averaged.map { "averaged over \($0.of("validation"))" }
        ?? "best after update \(best.update.grouped)"
      display.print("\(what): \(TrainingDisplay.text(best))")
    }
    display.print("the model is \(folder)/\(Seq2SeqModel.fileName); next, try")
    display.print("  echo \"TEXT\" | \(command) translate \(folder.shellWord)")
    if case .pairs(let path)? = configured.data.validation {
      display.print(
        "  \(command) evaluate \(folder.shellWord) --data \(path.shellWord)")
    }
  }

  /// The command as it was called, so that what is shown can be copied.
  private var command: String { (CommandLine.arguments.first ?? "seq2seq").shellWord }

  private func resumingCommand(_ folder: String) -> String {
    let settings = (overrides + furtherOverrides).map { ["--set", $0.shellWord] }.joined()
    return
      ([command, "train", configuration.shellWord, "--output", folder.shellWord]
      + settings + ["--resume"]).joined(separator: " ")
  }
}
