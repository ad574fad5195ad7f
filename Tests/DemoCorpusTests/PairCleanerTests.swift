import Testing

@testable import DemoCorpus

@Suite struct PairCleanerTests {
  @Test(arguments: [
    ("_File", "File"), ("E&xit", "Exit"), ("~Save As...", "Save As..."), ("Cu_t", "Cut"),
    ("파일(_F)", "파일"), ("파일 (&F)", "파일"), ("저장(~S)...", "저장..."),
    ("Copy & Paste", "Copy & Paste"), ("Copy &amp; Paste", "Copy & Paste"),
    ("Find && Replace", "Find & Replace"), ("<b>Bold</b> text", "Bold text"),
    ("one<br/>two", "one two"), ("a < b", "a < b"), ("&lt;none&gt;", "<none>"),
    ("&quot;A&quot;", "\"A\""), ("  many \n\t spaces ", "many spaces"),
    ("about ~ 10", "about ~ 10"),
    ("unclosed <b", "unclosed <b"), ("(_)", "(_)"), ("&", "&"),
    ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
  ])
  func cleans(text: String, expected: String) {
    #expect(PairCleaner.plainText(text) == expected)
  }

  @Test(arguments: [
    ("%d files", "파일", LeftOutReason.placeholder), ("Open", "열기 {0}", .placeholder),
    ("C:\\temp", "임시", .placeholder), ("see http://a.b", "보기", .placeholder),
    ("me@here", "나", .placeholder), ("__init__", "초기화", .placeholder),
    ("max_file_size", "최대 크기", .placeholder), ("<b></b>", "굵게", .empty), ("Open", " ", .empty),
    ("열기", "닫기", .noWords), ("123", "백", .noWords),
    ("a b c d e f g h i j k l m", "가나다", .tooLong),
    ("Open", "Open it 가", .notKorean), ("Open", "開く", .notKorean), ("Open", "123", .notKorean),
    ("_OK", "OK", .identical), ("한 a", "한 a", .identical),
  ])
  func leavesOut(english: String, korean: String, reason: LeftOutReason) {
    let pair = SentencePair(source: english, target: korean)
    #expect(PairCleaner.clean(pair) == .failure(PairCleaner.LeftOut(reason)))
  }

  @Test func keepsTwelveWordsAndFortyPercentHangul() throws {
    let twelve = SentencePair(source: "a b c d e f g h i j k l", target: "가나다")
    #expect(try PairCleaner.clean(twelve).get() == twelve)
    let two = SentencePair(source: "CD drive", target: "CDR 장치")
    #expect(try PairCleaner.clean(two).get() == two)
  }

  @Test func keepsLongerTextsWhenAskedTo() {
    let thirteen = SentencePair(source: "a b c d e f g h i j k l m", target: "가나다")
    var short = PairCollection()
    short.add(thirteen)
    #expect(short.pairs.isEmpty && short.leftOut == [.tooLong: 1])
    var long = PairCollection(maximumWords: 13)
    long.add(thirteen)
    long.add(SentencePair(source: thirteen.source + " n", target: "가나다라"))
    #expect(long.pairs == [thirteen] && long.leftOut == [.tooLong: 1])
  }

  @Test func keepsTheMostFrequentKoreanThenTheFirst() {
    var collection = PairCollection()
    for (english, korean) in [
      ("Open", "열림"), ("_Open", "열기"), ("OPEN", "열기(_O)"), ("Close", "닫기"), ("close", "닫음"),
      ("Bad %s", "나쁨"),
    ] {
      collection.add(SentencePair(source: english, target: korean))
    }
    #expect(
      collection.pairs == [
        SentencePair(source: "Open", target: "열기"), SentencePair(source: "Close", target: "닫기"),
      ])
    #expect(collection.read == 6)
    #expect(collection.clean == 5)
    #expect(collection.leftOut == [.placeholder: 1])
    let counts = collection.summary(catalogues: 1, kept: 2).split(separator: "\n")
      .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
    // What was read is what was kept and what was left out.
    #expect(counts.first == counts.dropFirst().reduce(0, +))
  }
}
