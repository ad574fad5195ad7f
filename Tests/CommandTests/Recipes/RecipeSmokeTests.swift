import Foundation
import Seq2SeqText
import Testing

/// Every recipe goes from raw data to figures, on tiny data and in 20 updates.
@Suite struct RecipeSmokeTests {
  private static let people = ["안나", "진호", "수미", "철수", "영희", "민호"]

  private static func lines(_ count: Int, _ line: (Int) -> String) -> [String] {
    (0..<count).map(line)
  }

  /// Runs a recipe and expects a line of figures for each split.
  private static func expectFigures(
    _ recipe: String, in folder: RecipeFolder, splits: [String] = ["dev"], first: String,
    variables: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let result = try await folder.runRecipe(recipe, variables)
    #expect(result.exitCode == 0, "\(result.error)", sourceLocation: sourceLocation)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == splits.count, "\(result.output)", sourceLocation: sourceLocation)
    for (line, split) in zip(lines, splits) {
      #expect(
        line.hasPrefix("\(recipe) \(split): \(first) "), "\(line)", sourceLocation: sourceLocation)
    }
  }

  @Test func pronunciation() async throws {
    let folder = RecipeFolder()
    for (split, count) in [("train", 40), ("dev", 6), ("test", 6)] {
      try folder.write(
        "\(split)/kor_\(split).tsv", Self.lines(count) { "간\(Self.people[$0 % 6])\tk a n n a" })
      try folder.write("\(split)/hin_\(split).tsv", Self.lines(count) { _ in "अं\tə m" })
    }
    try folder.write("hanja.txt", ["# HANGUL:HANJA:MEANING", "안나:安那:", "안나:安羅:", "간:間:사이 간"])
    let hanja = ["HANJA": folder.path("hanja.txt")]
    try await Self.expectFigures(
      "pronunciation", in: folder, splits: ["dev", "test"], first: "wer", variables: hanja)
    #expect(try folder.lines("runs/pronunciation/smoke-data/parts") == ["hin", "kor"])
    let source = try folder.rows("runs/pronunciation/smoke-data/kor/train.tsv")[0][0]
    let letters = "간安안那나".decomposedStringWithCanonicalMapping.unicodeScalars.map { String($0) }
    #expect(source == letters.joined(separator: " "))
    #expect(try folder.rows("runs/pronunciation/smoke-data/hin/dev.tsv")[0] == ["अ ं", "ə m"])
    let none = try await folder.runRecipe(
      "pronunciation", hanja.merging(["PARTS": "jpn"]) { $1 })
    #expect(none.exitCode == 64)
    #expect(none.error.hasSuffix("error: PARTS='jpn' names no part; choose from: hin kor \n"))
  }

  @Test func pronunciationEnglish() async throws {
    let folder = RecipeFolder()
    // 400 different words of the letters a to t.
    let letters = Array("abcdefghijklmnopqrst")
    try folder.write(
      "cmudict.dict", Self.lines(400) { "\(letters[$0 / 20])\(letters[$0 % 20])e W ER1 D" })
    try await Self.expectFigures(
      "pronunciation-english", in: folder, splits: ["dev", "test"], first: "wer")
  }

  @Test func morphology() async throws {
    let folder = RecipeFolder()
    for (split, count) in [("train", 40), ("dev", 6)] {
      try folder.write(
        "\(split).conllu",
        Self.lines(count) {
          "# a sentence\n1\t\(Self.people[$0 % 6])가\t\(Self.people[$0 % 6])+가\t_\tNNP+JKS\t_\t_\t_\t_\t_\n"
            + "2\t간다\t가+ㄴ다\t_\tVV+EF\t_\t_\t_\t_\t_\n"
        })
    }
    try await Self.expectFigures("morphology-korean", in: folder, first: "xpos")
    #expect(
      try folder.rows("runs/morphology-korean/smoke-data/train.tsv")[0] == [
        "<eojeol> 안 나 가 </eojeol> <space> 간 다", "안 나 /NNP 가 /JKS",
      ])
  }

  @Test func translationFromGerman() async throws {
    let folder = RecipeFolder()
    for (name, count) in [("train", 40), ("val", 6), ("test_2016_flickr", 6)] {
      try folder.write("\(name).de", Self.lines(count) { "ein hund \($0)" })
      try folder.write("\(name).en", Self.lines(count) { "a dog \($0)" })
    }
    try await Self.expectFigures(
      "translation-de-en", in: folder, splits: ["dev", "test"], first: "bleu:none")
    #expect(
      try folder.rows("runs/translation-de-en/smoke-data/test.tsv")[5] == ["ein hund 5", "a dog 5"])
  }

  @Test func translationToKorean() async throws {
    let folder = RecipeFolder()
    for (split, count) in [("train", 60), ("dev", 6)] {
      try folder.write(
        "\(split).tsv", Self.lines(count) { "Open file \($0)\t\($0)번 파일을 엽니다\tattribution" })
    }
    try folder.write("everyday.tsv", Self.lines(200) { "I like \($0).\t\($0) 좋아요." })
    try await Self.expectFigures(
      "translation-en-ko", in: folder, splits: ["dev", "test"], first: "bleu",
      variables: ["EVERYDAY": folder.path("everyday.tsv")])
    #expect(
      try folder.lines("runs/translation-en-ko/smoke-data/parts") == ["catalogues", "everyday"])
    let one = try await folder.runRecipe(
      "translation-en-ko",
      ["DATA": "", "EVERYDAY": folder.path("everyday.tsv"), "PARTS": "everyday"])
    #expect(one.exitCode == 0, "\(one.error)")
    #expect(one.error.contains("(everyday): done before with the same data and settings"))
    #expect(one.output.contains("(mean of 1; bleu: everyday "))
  }

  @Test
  func summarisation() async throws {
    let folder = RecipeFolder()
    for (split, count) in [("train", 40), ("dev", 6)] {
      try folder.write(
        "\(split).tsv",
        Self.lines(count) { "This is the library foo\($0). It does nothing.\tthe library foo\($0)" }
      )
    }
    try await Self.expectFigures("summarisation", in: folder, first: "rouge_l")
  }

  @Test
  func dialogue() async throws {
    let folder = RecipeFolder()
    try folder.write(
      "ChatbotData.csv", ["Q,A,label\r"] + Self.lines(300) { "\"\($0)시 땡, 땡!\",하루가 가네요.,0\r" })
    try await Self.expectFigures(
      "dialogue-korean", in: folder, splits: ["dev", "test"], first: "perplexity")
    #expect(!(try folder.lines("runs/dialogue-korean/smoke/dev.answers.txt")).isEmpty)
  }

  @Test func questionAnswering() async throws {
    let folder = RecipeFolder()
    try await Self.expectFigures(
      "question-answering", in: folder, splits: ["dev", "test"], first: "exact_match",
      variables: ["DATA": ""])
    let configuration = try folder.lines(
      "runs/question-answering/smoke/korean/run/configuration.yaml")
    #expect(
      configuration.contains {
        $0.contains("initial_model: ") && $0.hasSuffix("/smoke/korean/first\"")
      },
      "\(configuration)")
  }

  @Test func codeGeneration() async throws {
    let folder = RecipeFolder()
    let examples = Self.lines(300) {
      #"{"intent": "sort `a\#($0)`", "rewritten_intent": null, "snippet": "a\#($0).sort()", "#
        + #""question_id": \#($0)}"#
    }
    try folder.write("train.json", ["[" + examples.joined(separator: ",") + "]"])
    try await Self.expectFigures("code-generation", in: folder, first: "conala_bleu")
    #expect(
      try folder.rows("runs/code-generation/smoke-data/dev.tsv")[0]
        == ["sort var_0", "var_0 . sort ( )"])
  }

  @Test func generalisation() async throws {
    let folder = RecipeFolder()
    for split in ["simple", "length"] {
      try folder.write(
        "\(split)_split/tasks_train_\(split).txt",
        Self.lines(150) { "IN: walk \($0) times OUT: I_WALK I_WALK" })
      try folder.write(
        "\(split)_split/tasks_test_\(split).txt", Self.lines(6) { _ in "IN: run OUT: I_RUN" })
    }
    try await Self.expectFigures(
      "generalisation", in: folder, splits: ["dev", "test"], first: "exact_match")
  }

  @Test func dates() async throws {
    let folder = RecipeFolder()
    try await Self.expectFigures(
      "dates", in: folder, splits: ["dev", "test"], first: "exact_match",
      variables: ["DATA": ""])
  }
}
