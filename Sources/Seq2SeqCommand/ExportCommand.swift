import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a model in another form.",
    discussion: """
      --int8 writes a model file of about a quarter of the size, with 8-bit weights, which translate, \
      evaluate, score and explain take like any other; it cannot be trained further. With --data up to \
      512 of the pairs show which weights matter; take training data, never those that are tested on. \
      Measure what it costs by seq2seq evaluate before it is used.

        seq2seq export runs/demo --int8 demo-int8.safetensors --data train.tsv
        seq2seq evaluate demo-int8.safetensors --data dev.tsv
      """)

  @OptionGroup var modelArgument: ModelArgument

  @Option(
    name: .customLong("int8"),
    help: ArgumentHelp("The model file with 8-bit weights, or a folder for it.", valueName: "file"))
  var output: String?

  @OptionGroup var data: DataArguments
  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    let threads = try threadArguments.count()
    guard let output else {
      throw UserError(.usage, "no form is given", remedy: "add --int8 FILE")
    }
    let path = try NewModelFile.path(output, option: "--int8")
    let files = try data.filesIfGiven()
    try EvaluateCommand.checkFolder(of: path)
    let model = try modelArgument.load(threads: threads)
    var pairs: RawPairs?
    if let files {
      let read = try CorpusReader.pairs(files)
      PairWarnings.write(read.report)
      guard read.count > 0 else {
        throw UserError(
          .badData, file: files.name, "there are no pairs", remedy: "leave it out, or give pairs")
      }
      pairs = read
    }
    let exported: Seq2SeqModel
    do { exported = try model.quantized(calibratingOn: pairs) } catch var error as UserError {
      error.file = modelArgument.model
      throw error
    }
    try exported.write(to: path, threads: threads)
    StandardError.write(
      "\(path.onOneLine): \(model.parameters.count.of("weight")), "
        + "\(ExportCommand.size(of: path).of("byte"))\n")
  }

  private static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? Int ?? 0
  }
}
