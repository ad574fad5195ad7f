import Testing

/// What the recipes' own figures are, with outputs that a test chose.
@Suite struct RecipeEvaluationTests {
  @Test func pronunciationTakesTheNearestOfSeveral() async throws {
    let folder = RecipeFolder()
    try folder.write("train.dict", ["a AH0", "a(2) EY1"])
    try folder.write(
      "dev.dict",
      [
        "either IY1 DH ER0", "either(2) AY1 DH ER0", "the DH AH0", "the(2) DH AH1 # unstressed",
        ";;; a comment", "7up S EH1", "or AO1 R",
      ])
    let prepared = try await folder.prepare("pronunciation-english")
    #expect(prepared.exitCode == 0, "\(prepared.error)")
    #expect(try folder.rows("data/train.tsv") == [["a", "AH"], ["a", "EY"]])
    #expect(
      try folder.rows("data/dev.tsv") == [
        ["either", "IY DH ER"], ["the", "DH AH"], ["or", "AO R"],
      ])
    // The second pronunciation is right; of "or" one phone of two is wrong and one is too many.
    let figures = try await folder.evaluate(
      "pronunciation-english", outputs: [0: "AY DH ER", 2: "AO L L"])
    #expect(abs(try #require(figures["wer"]) - 100.0 / 3) < 1e-3)
    #expect(abs(try #require(figures["per"]) - 100 * 2.0 / 7) < 1e-3)
  }

  @Test func morphologyCountsWholeEojeols() async throws {
    let folder = RecipeFolder()
    func word(_ number: String, _ form: String, _ lemma: String, _ tags: String) -> String {
      "\(number)\t\(form)\t\(lemma)\t_\t\(tags)\t_\t_\t_\t_\t_"
    }
    let sentence = [
      "# sent_id = 1", word("1-2", "나는간다", "_", "_"), word("1", "나는", "나+는", "NP+JX"),
      word("2", "간다", "가+ㄴ다", "VV+EF"), word("2.1", "빈", "비", "VA"), word("3", "+", "+", "SW"),
      // More tags than morphemes: counted, never right as a whole.
      word("4", "인", "이", "VCP+ETM"), "",
    ]
    try folder.write("train.conllu", sentence)
    try folder.write("dev.conllu", sentence)
    #expect(try await folder.prepare("morphology-korean").exitCode == 0)
    #expect(try folder.rows("data/train.tsv").count == 3)
    let rows = try folder.rows("data/dev.tsv")
    #expect(rows.count == 4)
    #expect(rows[1] == ["나 는 <space> <eojeol> 간 다 </eojeol> <space> + <space> 인", "가 /VV ㄴ 다 /EF"])
    #expect(rows[2][1] == "+ /SW")
    let figures = try await folder.evaluate(
      "morphology-korean", outputs: [0: "나 는 /NP /JX", 1: "가 /VV ㄴ 다 /EC", 3: "이 /VCP ㄴ /ETM"])
    // Tags: lines 0, 2 and 3; lemmas: 1 and 2.
    #expect(figures == ["xpos": 75, "lemma": 50, "both": 25])
  }

  @Test func programsAreComparedWithSlotsFilled() async throws {
    let folder = RecipeFolder()
    let examples = [
      #"{"intent": "x", "rewritten_intent": "split `my_text` by ', ' twice", "snippet": "a = my_text.split(', ', 2)", "question_id": 1}"#,
      #"{"intent": "print it", "rewritten_intent": null, "snippet": "if x:\n    print(\"it's a b\")", "question_id": 2}"#,
      #"{"intent": "get 'k' of `d[0]`", "snippet": "d[0].get('k')\n", "question_id": 3}"#,
    ]
    for name in ["train", "dev"] {
      try folder.write("\(name).json", ["[\(examples.joined(separator: ","))]"])
    }
    #expect(try await folder.prepare("code-generation").exitCode == 0)
    #expect(
      try folder.rows("data/dev.tsv") == [
        ["split var_0 by str_1 twice", "a = var_0 . split ( str_1 , 2 )"],
        ["print it", "if x : <newline:4> print ( \" it ' s ▁ a ▁ b \" )"],
        ["get str_0 of var_1", "var_1 . get ( str_0 )"],
      ])
    #expect(
      try await folder.evaluate("code-generation") == ["conala_bleu": 100, "exact_match": 100])
    #expect(
      try folder.rows("dev.code.tsv").map { $0[1] } == [
        #""a = my_text.split(', ', 2)""#, #""if x:\n    print(\"it's a b\")""#, #""d[0].get('k')""#,
      ])
    // 12 + 13 + 11 tokens; the last program is left out: no token is wrong, the brevity penalty is
    // exp(1 - 36 / 25).
    let short = try await folder.evaluate("code-generation", outputs: [2: ""])
    #expect(abs(try #require(short["conala_bleu"]) - 64.4036) < 0.001)
    #expect(abs(try #require(short["exact_match"]) - 66.6667) < 0.001)
  }

  @Test func summariesThatAreCopiedAreCounted() async throws {
    let folder = RecipeFolder()
    try folder.write("train.tsv", ["A tool.\ta tool"])
    // The first seven words share "a b c" with the target: 2 * 3 / (7 + 4).
    try folder.write("dev.tsv", ["a b c (d), e f g h.\ta b c h", "x y z.\tq"])
    #expect(try await folder.prepare("summarisation").exitCode == 0)
    #expect(try folder.rows("data/dev.tsv")[0][0] == "a b c ( d ), e f g h .")
    let figures = try await folder.evaluate("summarisation", outputs: [0: "e f", 1: "x z"])
    #expect(figures["copied"] == 50)
    #expect(abs(try #require(figures["rouge_l_first_7_words"]) - 600.0 / 11 / 2) < 1e-3)
  }

  @Test func answersAreKeptAsTheyCame() async throws {
    let folder = RecipeFolder()
    try folder.write("train.csv", ["Q,A,label", "안녕?,네.,0"])
    try folder.write("dev.csv", ["Q,A,label"] + (0..<40).map { "질문 \($0),대답 \($0),0" })
    #expect(try await folder.prepare("dialogue-korean").exitCode == 0)
    _ = try await folder.evaluate("dialogue-korean", outputs: [3: "모르겠어요."])
    let answers = try folder.lines("dev.answers.txt")
    #expect(answers.count == 30)
    #expect(answers[3] == "질문 3 -> 모르겠어요." && answers[4] == "질문 4 -> 대답 4")
  }
}
