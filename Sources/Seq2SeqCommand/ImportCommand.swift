import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq import`.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a model of PyTorch's weights.",
    discussion: """
      Reads the state_dict of a PyTorch module, saved by safetensors, whose nn.LSTM, nn.GRU or nn.RNN \
      layers, embeddings and linear layers are named as Documentation/Import.md says, and writes a \
      model to translate with. The configuration says what the module is: cell, sizes, layers, \
      attention, bridge; and how text becomes tokens. It need not name data.

        seq2seq import weights.safetensors --configuration config.yaml \\
          --source-vocabulary source.txt --target-vocabulary target.txt --output model.safetensors
      """)

  @Argument(help: "The safetensors file with the state_dict.")
  var weights: String

  @Option(help: ArgumentHelp("The configuration of the model.", valueName: "config.yaml"))
  var configuration: String

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Set a key of the configuration; repeatable.", valueName: "key.path=value"))
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "The source tokens in the order of the embedding's rows, one on each line: TOKEN, "
        + "TOKEN<TAB>COUNT or fairseq's TOKEN COUNT.", valueName: "file"))
  var sourceVocabulary: String

  @Option(help: ArgumentHelp("The target tokens, likewise.", valueName: "file"))
  var targetVocabulary: String

  @Option(
    help: ArgumentHelp(
      "The symbols whose rows precede the tokens', in order, where the files do not name them: "
        + "'<unk>,<pad>,<s>,</s>'. fairseq's are known.", valueName: "list"))
  var specialSymbols: String?

  @Option(help: ArgumentHelp("The model file, or a folder for it.", valueName: "model"))
  var output: String

  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    let threads = try threadArguments.count()
    let path = try NewModelFile.path(output, option: "--output")
    let configured = try ConfigurationFile.read(
      path: configuration, overrides: overrides, needsData: false)
    let symbols = specialSymbols.map { list in
      list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let source = try VocabularyFile(path: sourceVocabulary, specialSymbols: symbols)
    let target = try VocabularyFile(path: targetVocabulary, specialSymbols: symbols)
    let model = try Seq2SeqModel(
      importing: weights, configuration: configured, source: source, target: target)
    try model.write(to: path, threads: threads)
    StandardError.write(
      "\(path): \(model.parameters.count.of("weight")), \(source.rowCount.grouped) source and "
        + "\(target.rowCount.grouped) target tokens\n")
  }
}
