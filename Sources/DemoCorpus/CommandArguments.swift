import Seq2SeqText

/// What stands after the name of a command: values of `--options` and everything else.
struct CommandArguments: Sendable {
  private(set) var positional: [String] = []
  private(set) var options: [String: String] = [:]

  init(_ arguments: [String], options known: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        positional.append(argument)
        continue
      }
      let name = String(argument.dropFirst(2))
      let choices = known.map { "--" + $0 }.joined(separator: ", ")
      guard known.contains(name) else {
        throw UserError(.usage, "there is no option \(argument)", remedy: "use \(choices)")
      }
      guard let value = rest.popFirst() else {
        throw UserError(.usage, "\(argument) has no value", remedy: "write one after it")
      }
      options[name] = value
    }
  }

  func required(_ name: String) throws -> String {
    guard let value = options[name] else {
      throw UserError(.usage, "--\(name) is missing", remedy: "name a file with --\(name) FILE")
    }
    return value
  }

  func integer(_ name: String, default value: Int) throws -> Int {
    guard let text = options[name] else { return value }
    guard let number = Int(text), number > 0 else {
      throw UserError(
        .usage, "--\(name) is '\(text)'", remedy: "give a whole number greater than 0")
    }
    return number
  }
}
