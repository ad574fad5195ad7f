import Foundation
import Seq2SeqText

/// The data work of `make demo`: message catalogues to pairs, pairs to splits, results to a table.
@main
enum DemoCorpusCommand {
  static let usage = """
    usage: DemoCorpus extract DIR... --output PAIRS.tsv [--maximum-words N]
           DemoCorpus split [PAIRS.tsv] [--phrases PHRASES.tsv]
                      --train TSV --validation TSV --held-out TSV
           DemoCorpus show --pairs PAIRS.tsv --translations FILE [--count N] [--width N]
           DemoCorpus show --sources FILE --translations FILE [--width N]
           DemoCorpus show --evaluation FILE.json
    """

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch let error as UserError {
      report("error: \(error)")
      exit(error.kind.rawValue)
    } catch {
      report("error: \(error)")
      exit(UserError.Kind.inputOutput.rawValue)
    }
  }

  static func run(_ arguments: [String]) throws {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "extract":
      try extract(CommandArguments(rest, options: ["output", "maximum-words"]))
    case "split":
      try split(
        CommandArguments(rest, options: ["phrases", "train", "validation", "held-out"]))
    case "show":
      try show(
        CommandArguments(
          rest,
          options: ["pairs", "sources", "translations", "count", "width", "evaluation"]))
    case "help", "--help", "-h":
      print(usage)
    case let word:
      throw UserError(
        .usage, word.map { "there is no command '\($0)'" } ?? "no command given",
        remedy: "use extract, split or show (--help prints how)")
    }
  }

  /// Message catalogues to one file of clean pairs.
  static func extract(_ arguments: CommandArguments) throws {
    let output = try arguments.required("output")
    guard !arguments.positional.isEmpty else {
      throw UserError(.usage, "no folder given", remedy: "name a folder that holds catalogues")
    }
    let files = try arguments.positional.flatMap(CatalogueFinder.koreanCatalogues(below:))
    guard !files.isEmpty else {
      throw UserError(
        .missingInput, file: arguments.positional[0],
        "there is no ko/LC_MESSAGES/*.mo below it", remedy: "give the folder of unpacked packages")
    }
    var collection = PairCollection(
      maximumWords: try arguments.integer("maximum-words", default: PairCleaner.maximumWords))
    for file in files {
      try collection.add(MessageCatalogue(bytes: PairFile.bytes(of: file), file: file))
    }
    let pairs = collection.pairs
    try PairFile.write(pairs, to: output)
    report(collection.summary(catalogues: files.count, kept: pairs.count))
  }

  /// Pairs and phrase book to the files that training, validation and evaluation read.
  static func split(_ arguments: CommandArguments) throws {
    let pairs = try arguments.positional.flatMap(PairFile.read)
    let phrases = try arguments.options["phrases"].map(PairFile.read) ?? []
    let split = try CorpusSplit(pairs: pairs, phrases: phrases)
    try PairFile.write(split.training, to: arguments.required("train"))
    try PairFile.write(split.validation, to: arguments.required("validation"))
    try PairFile.write(split.heldOut, to: arguments.required("held-out"))
    report(split.summary)
  }

  /// Translations beside their references, or the metrics of an evaluation in one line.
  static func show(_ arguments: CommandArguments) throws {
    if let file = arguments.options["evaluation"] {
      print(try EvaluationLine(json: PairFile.bytes(of: file), file: file).text)
      return
    }
    let width = try arguments.integer("width", default: 100)
    let count = try arguments.integer("count", default: .max)
    let file = try arguments.required("translations")
    let translations = try PairFile.lines(of: file)
    let sources = try arguments.options["sources"].map(PairFile.lines(of:))
    let pairs =
      try sources?.map { SentencePair(source: $0, target: "") }
      ?? PairFile.read(arguments.required("pairs"))
    let examples = try TranslationExamples(pairs: pairs, translations: translations, file: file)
    print(examples.spread(count).table(references: sources == nil).rendered(width: width))
  }

  /// Writes a line to standard error.
  static func report(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
