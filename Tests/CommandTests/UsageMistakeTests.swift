import Testing

@testable import Seq2SeqCommand

/// What a wrong command line is answered with, word for word.
struct UsageMistakeTests {
  static func ending(_ arguments: [String]) -> Ending? {
    do {
      _ = try RootCommand.parseAsRoot(arguments)
      return nil
    } catch {
      return Ending(error, arguments: arguments)
    }
  }

  static let commands: [(String, String)] = [
    ("trian c.yaml", "there is no command 'trian'; did you mean 'train'?"),
    ("Translate m", "there is no command 'Translate'; did you mean 'translate'?"),
    ("predict m", "there is no command 'predict'; did you mean 'translate'?"),
    ("eval m", "there is no command 'eval'; did you mean 'evaluate'?"),
    ("quantize m", "there is no command 'quantize'; did you mean 'export'?"),
    (
      "--beam 5 translate m",
      "there is no option '--beam'; "
        + "name the command first, seq2seq --help shows them"
    ),
  ]

  @Test(arguments: commands)
  func commandsAreSuggested(line: String, message: String) throws {
    let ending = try #require(Self.ending(line.split(separator: " ").map(String.init)))
    #expect(ending == Ending(message: "error: \(message)\n", exitCode: 64))
  }

  static let translateOptions: [(String, String)] = [
    ("--beam_size 5", "did you mean '--beam'?"), ("--beam-size=5", "did you mean '--beam'?"),
    ("--beam_width 5", "did you mean '--beam'?"), ("-beam_size 5", "did you mean '--beam'?"),
    ("--baem 5", "did you mean '--beam'?"), ("-b 5", "did you mean '--beam'?"),
    ("--nbest 5", "did you mean '--n-best'?"), ("--n_best 5", "did you mean '--n-best'?"),
    ("--lenpen 1", "did you mean '--length-penalty'?"),
    ("--alpha 1", "did you mean '--length-penalty'?"),
    ("--length_penalty 1", "did you mean '--length-penalty'?"),
    ("--max_length 9", "did you mean '--max-length'?"),
    ("--max_output_length 9", "did you mean '--max-length'?"),
    ("--score", "did you mean '--scores'?"), ("--cpu-threads 2", "did you mean '--threads'?"),
    ("--batch_size 8", "leave it out, batches are made for you"),
    ("--gpu 0", "leave it out, it runs on all cores of the CPU"),
    ("--model x", "name the model without an option: seq2seq translate MODEL"),
    ("--src x", "the text is read from standard input: seq2seq translate MODEL < FILE"),
    ("--output x", "translations go to standard output: seq2seq translate MODEL > FILE"),
    ("--temperature 2", "write --set decoding.temperature=VALUE"),
    ("--min-length 2", "write --set decoding.min_length=VALUE"),
    ("--sampling_topk 2", "write --set decoding.top_k=VALUE"),
    ("--no_repeat_ngram_size 2", "write --set decoding.no_repeat_ngram=VALUE"),
    ("--tgt_prefix", "did you mean '--forced-prefix'?"),
    ("--ensembles m", "did you mean '--ensemble'?"),
    ("--fp16", "did you mean '--precision'?"), ("--int8", "did you mean '--precision'?"),
    ("--compute_type int8", "did you mean '--precision'?"),
    ("--zzzzzz", "seq2seq translate --help lists the options"),
  ]

  @Test(arguments: translateOptions)
  func optionsOfTranslateAreSuggested(option: String, remedy: String) throws {
    let arguments = ["translate", "m"] + option.split(separator: " ").map(String.init)
    let name = option.prefix { $0 != " " && $0 != "=" }
    let ending = try #require(Self.ending(arguments))
    #expect(ending.message == "error: there is no option '\(name)' in translate; \(remedy)\n")
    #expect(ending.exitCode == 64)
  }

  static let otherOptions: [(String, String)] = [
    ("train c --batch_size 8", "with --set KEY=VALUE, did you mean 'training.batch.sentences'?"),
    ("train c --lr 8", "with --set KEY=VALUE, did you mean 'training.learning_rate'?"),
    ("train c --training.epochs 8", "write --set training.epochs=VALUE"),
    ("train c --save_model x", "did you mean '--output'?"),
    ("train c --train_from x", "did you mean '--resume'?"),
    ("train --config c", "name the file without an option: seq2seq train CONFIG.yaml"),
    ("train c --zzz", "seq2seq train --help lists the options"),
    ("evaluate m --src x", "did you mean '--source'?"),
    ("evaluate m --tgt x", "did you mean '--target'?"),
    ("evaluate m --test x", "did you mean '--data'?"),
    ("evaluate m --metric x", "did you mean '--metrics'?"),
    ("evaluate m -o x", "did you mean '--hypotheses'?"),
    ("evaluate m --diversity_penalty x", "write --set decoding.diversity=VALUE"),
    ("score m --model x", "name the model without an option: seq2seq score MODEL"),
  ]

  @Test(arguments: otherOptions)
  func optionsOfOtherCommandsAreSuggested(line: String, remedy: String) throws {
    let ending = try #require(Self.ending(line.split(separator: " ").map(String.init)))
    #expect(ending.message.hasSuffix("; \(remedy)\n"), "\(ending.message)")
    #expect(ending.exitCode == 64)
  }

  static let values: [([String], String)] = [
    (
      ["translate"],
      "missing expected argument '<model>'; "
        + "seq2seq translate --help shows what it takes"
    ),
    (
      ["translate", "m", "--beam"],
      "missing value for '--beam <n>'; "
        + "seq2seq translate --help shows what it takes"
    ),
    (
      ["translate", "m", "--beam", "x\ny"],
      "the value 'x y' is invalid for '--beam <n>'; "
        + "seq2seq translate --help shows what it takes"
    ),
    (
      ["translate", "m", "--beam", "99999999999999999999"],
      "the value '99999999999999999999' is invalid for '--beam <n>'; "
        + "seq2seq translate --help shows what it takes"
    ),
    (
      ["translate", "m", "in.txt"],
      "unexpected argument 'in.txt'; "
        + "the text is read from standard input: seq2seq translate MODEL < FILE"
    ),
    (
      ["evaluate", "m", "a.tsv"],
      "unexpected argument 'a.tsv'; name the pairs with --data PAIRS.tsv"
    ),
  ]

  @Test(arguments: values)
  func otherMistakesAreOneLine(arguments: [String], message: String) throws {
    let ending = try #require(Self.ending(arguments))
    #expect(ending == Ending(message: "error: \(message)\n", exitCode: 64))
  }

  @Test func rightLinesAreTaken() throws {
    #expect(Self.ending(["translate", "m", "--beam", "5", "--length-penalty", "-1"]) == nil)
    let train = try #require(
      try RootCommand.parseAsRoot(["train", "c", "--set", "a=1", "b=-2", "--set", "c=3"])
        as? TrainCommand)
    #expect(train.overrides == ["a=1", "c=3"])
    #expect(train.furtherOverrides == ["b=-2"])
  }

  @Test func helpListsEveryOptionOnce() {
    #expect(
      UsageMistake.optionNames(of: TranslateCommand.self).sorted() == [
        "--abstain", "--beam", "--confidence", "--ensemble", "--forced-prefix", "--help",
        "--help-hidden", "--length-penalty",
        "--max-length", "--n-best", "--precision", "--scores", "--set", "--shortlist", "--threads",
        "--version",
        "-h",
      ])
  }
}
