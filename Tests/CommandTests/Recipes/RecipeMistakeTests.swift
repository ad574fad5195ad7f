import Testing

/// What is wrong with data or variables is said in one line, with the place.
@Suite struct RecipeMistakeTests {
  @Test(arguments: ["", "nonsense", "../Recipes", "shared", "english-korean-demo"])
  func unknownRecipesAreNamed(_ name: String) async throws {
    let result = try await RecipeFolder().runRecipe(name)
    #expect(result.exitCode == 64)
    #expect(result.error.hasPrefix("error: NAME='\(name)' is no recipe; choose one of: "))
    #expect(result.error.contains(" dates ") && result.error.split(separator: "\n").count == 1)
  }

  @Test func aSeedIsANumber() async throws {
    let result = try await RecipeFolder().runRecipe("dates", ["SEED": "1; ls"])
    #expect(result.exitCode == 64)
    #expect(result.error == "error: SEED='1; ls' is no number; give a whole number\n")
  }

  /// Recipe, files with their contents, exit code and what the error says.
  @Test(
    arguments: [
      ("pronunciation", [:], 66, "there is no LANGUAGE_train.tsv"),
      (
        "pronunciation", ["train/kor_train.tsv": "말\n"], 65,
        "kor_train.tsv:1: the line has 1 columns"
      ),
      (
        "pronunciation-english", ["cmudict.dict": "a AH0\nb\n"], 65,
        "cmudict.dict:2: 'b' has no phones"
      ),
      (
        "morphology-korean", ["train.conllu": "# x\n1\t말\n"], 65,
        "train.conllu:2: the line has 2 columns"
      ),
      ("translation-de-en", ["train.de": "a\n"], 66, "train.en: there is no such file"),
      (
        "translation-de-en", ["train.de": "a\nb\n", "train.en": "a\n"], 65,
        "has 2 lines and train.en has 1"
      ),
      ("translation-en-ko", ["train.tsv": "no tab\n"], 65, "train.tsv:1: the line has 1 columns"),
      ("summarisation", ["train.tsv": "a\tb\nc\n"], 65, "train.tsv:2: the line has 1 columns"),
      (
        "dialogue-korean", ["train.csv": "질문,답\n"], 65,
        "train.csv:1: the columns Q and A are not named"
      ),
      ("dialogue-korean", ["train.csv": ""], 65, "train.csv:1: the columns Q and A are not named"),
      ("dialogue-korean", ["train.csv": "Q,A\n혼자\n"], 65, "train.csv:2: the row has 1 columns"),
      ("code-generation", ["train.json": "{"], 65, "train.json: this is not CoNaLa's JSON"),
      ("code-generation", ["train.json": "[3]"], 65, "train.json: this is not CoNaLa's JSON"),
      ("code-generation", [:], 66, "has no train.json"),
      (
        "generalisation", ["simple_split/tasks_train_simple.txt": "IN: run\n"], 65,
        "tasks_train_simple.txt:1: the line is no command"
      ),
      ("question-answering", ["train.tsv": "\n"], 65, "the training data hold no story"),
    ] as [(String, [String: String], Int32, String)])
  func badDataAreNamed(
    _ recipe: String, _ files: [String: String], _ code: Int32, _ message: String
  ) async throws {
    let folder = RecipeFolder()
    for (name, text) in files { try folder.write(name, bytes: Array(text.utf8)) }
    let result = try await folder.prepare(recipe)
    #expect(result.exitCode == code, "\(result.error)")
    #expect(result.error.contains(message))
    #expect(result.error.hasPrefix("error: ") && result.error.contains("; "))
    #expect(result.error.split(separator: "\n").count == 1, "\(result.error)")
  }

  @Test func brokenTextIsNamedWithItsLine() async throws {
    let folder = RecipeFolder()
    try folder.write(
      "train/kor_train.tsv", bytes: Array("말\tm a\n".utf8) + [0xFF, 0x09, 0x61, 0x0A])
    let result = try await folder.prepare("pronunciation")
    #expect(result.exitCode == 65)
    #expect(result.error.contains("kor_train.tsv:2: the line is not valid UTF-8"))
  }

  @Test func aDictionaryOfHanjaThatIsNoneIsNamed() async throws {
    let folder = RecipeFolder()
    try folder.write("kor_train.tsv", ["사망\ts a m a ng", "나라\tn a r a"])
    try folder.write("other.txt", ["사망:死亡者:", "나:羅:"])
    let absent = try await folder.prepare("pronunciation", ["HANJA": folder.path("absent.txt")])
    #expect(absent.exitCode == 66)
    #expect(absent.error.hasPrefix("error: HANJA=\(folder.path("absent.txt")): there is no such"))
    let other = try await folder.prepare("pronunciation", ["HANJA": folder.path("other.txt")])
    #expect(other.exitCode == 65)
    #expect(other.error.contains("other.txt: no line is HANGUL:HANJA:MEANING; name libhangul's"))
  }

  @Test func aMissingPathIsNamedByItsVariable() async throws {
    let folder = RecipeFolder()
    let result = try await folder.prepare("dates", ["TEST": folder.path("absent.tsv")])
    #expect(result.exitCode == 66)
    #expect(
      result.error.hasPrefix("error: TEST=\(folder.path("absent.tsv")): there is no such file"))
  }
}
