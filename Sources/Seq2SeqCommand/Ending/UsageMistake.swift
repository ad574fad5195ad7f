import ArgumentParser
import Seq2Seq

/// What is wrong with a command line that ArgumentParser refused, with the name that was meant.
enum UsageMistake {
  /// The error to show.
  ///
  /// - Parameters:
  ///   - message: What ArgumentParser has to say, used if no name is wrong.
  ///   - arguments: The command line without the command's own name.
  static func error(message: String, arguments: [String]) -> UserError {
    guard let first = arguments.first, !isOption(first) else {
      return arguments.first.map { unknownOption($0, of: nil) }
        ?? UserError(.usage, sentence(message), remedy: "seq2seq --help shows the commands")
    }
    guard let command = command(named: first) else {
      return first == "help"
        ? UserError(.usage, sentence(message), remedy: "seq2seq --help shows the commands")
        : unknownCommand(first)
    }
    let known = optionNames(of: command)
    let options = arguments.prefix { $0 != "--" }.filter(isOption)
    if let unknown = options.first(where: { !known.contains(name($0)) }) {
      return unknownOption(unknown, of: command)
    }
    let remedy =
      message.lowercased().contains("unexpected argument") ? whereToGiveFiles[first] : nil
    return UserError(
      .usage, sentence(message),
      remedy: remedy ?? "seq2seq \(first) --help shows what it takes")
  }

  /// The options of a command, each once, as its help lists them.
  static func optionNames(of command: any ParsableCommand.Type) -> [String] {
    let help = command.helpMessage(includeHidden: true, columns: 1_000)
    let listed = help.matches(of: /(?:^|[\s,\[(])(--[a-z][a-z-]*)/).map { String($0.output.1) }
    return (["-h", "--help", "--help-hidden", "--version"] + listed).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// What to do with a file that was given as an argument of its own, by command.
  private static let whereToGiveFiles = [
    "translate": "the text is read from standard input: seq2seq translate MODEL < FILE",
    "evaluate": "name the pairs with --data PAIRS.tsv",
    "score": "name the pairs with --data PAIRS.tsv",
  ]

  private static func command(named name: String) -> (any ParsableCommand.Type)? {
    RootCommand.configuration.subcommands.first { $0.configuration.commandName == name }
  }

  /// Whether an argument is an option; a negative number and `-` are not.
  private static func isOption(_ argument: String) -> Bool {
    argument.hasPrefix("-") && argument != "-" && Double(argument) == nil
  }

  /// `--beam` of `--beam=5`.
  private static func name(_ option: String) -> String {
    String(option.prefix { $0 != "=" })
  }

  private static func unknownCommand(_ name: String) -> UserError {
    let shown = RootCommand.configuration.subcommands.map { $0.configuration }
      .filter { $0.shouldDisplay }.compactMap { $0.commandName }
    let meant =
      NamesElsewhere.commands[name.lowercased()] ?? Spelling.nearest(to: name, among: shown)
    return UserError(
      .usage, "there is no command '\(name)'",
      remedy: meant.map { "did you mean '\($0)'?" }
        ?? "the commands are " + shown.joined(separator: ", "))
  }

  private static func unknownOption(
    _ option: String, of command: (any ParsableCommand.Type)?
  ) -> UserError {
    let name = name(option)
    let commandName = command?.configuration.commandName
    let remedy =
      command.map { NamesElsewhere.remedy(for: name, of: $0) }
      ?? "name the command first, seq2seq --help shows them"
    return UserError(
      .usage, "there is no option '\(name)'" + (commandName.map { " in \($0)" } ?? ""),
      remedy: remedy)
  }

  /// ArgumentParser's sentence as a part of ours: no capital, no full stop.
  private static func sentence(_ message: String) -> String {
    let text = message.hasSuffix(".") ? String(message.dropLast()) : message
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
