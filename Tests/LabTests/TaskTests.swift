import Seq2Seq
import Testing

@testable import Seq2SeqLab

/// The data that lessons make for themselves.
@Suite struct TaskTests {
  private func generator(_ seed: UInt64 = 1) -> RandomSource.Generator {
    RandomSource(seed: seed, update: 0).generator(stream: 0)
  }

  @Test func theTestOfReversalsWasNeverTrainedOn() {
    let size = ReversalTask.Size(
      letters: Array("abcd"), lengths: 2...4, longestTested: 5, trainingPairs: 500,
      testPairsPerLength: 6)
    let task = ReversalTask(size, generator())
    #expect(task.training.count == 500)
    #expect(task.test.count == 24)
    #expect(Set(task.test).count == 24)
    #expect(Set(task.training).isDisjoint(with: task.test))
    #expect(task.training.allSatisfy { (2...4).contains($0.source.count) })
    for pair in task.training + task.test {
      #expect(pair.target == String(pair.source.reversed()))
    }
    #expect(ReversalTask(size, generator()).training == task.training)
    #expect(ReversalTask(size, generator(2)).training != task.training)
  }

  @Test func whatNobodyCanKnowWithoutTheOrder() {
    #expect(ReversalTask.orderlessBound(["ab"]) == 50)
    #expect(ReversalTask.orderlessBound(["aaa"]) == 100)
    #expect(abs(ReversalTask.orderlessBound(["aab"]) - 100 / 3.0) < 1e-9)
    #expect(abs(ReversalTask.orderlessBound(["ab", "aa"]) - 75) < 1e-9)
  }

  @Test func anInventedSentenceIsItsOwnRightTranslation() {
    var generator = generator()
    let language = InventedLanguage(&generator)
    var broken = 0
    for _ in 0..<500 {
      let clean = language.pair(&generator, canBreak: false)
      #expect(language.judge(clean.target, of: clean.source) == .right)
      let dirty = language.pair(&generator, canBreak: true)
      if language.judge(dirty.target, of: dirty.source) == .brokenOff { broken += 1 }
    }
    #expect((8...40).contains(broken), "\(broken) of 500")
  }

  @Test func outputsAreJudgedByTheLanguage() throws {
    var generator = generator()
    let language = InventedLanguage(&generator)
    let plain = language.plain[0]
    let forked = language.forked[0]
    let source = "\(plain.source) \(forked.source)"
    let first = plain.translations[0].words[0]
    #expect(forked.translations.count == 4)
    #expect(abs(forked.translations.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
    for way in forked.translations {
      #expect(language.judge(([first] + way.words).joined(separator: " "), of: source) == .right)
      #expect(
        language.judge(([first] + way.words.prefix(1)).joined(separator: " "), of: source)
          == .brokenOff)
    }
    #expect(language.judge(first, of: source) == .brokenOff)
    #expect(language.judge("", of: source) == .brokenOff)
    #expect(language.judge("\(first) \(first)", of: source) == .wrong)
    let whole = ([first] + forked.translations[0].words).joined(separator: " ")
    #expect(language.judge(whole + " \(first)", of: source) == .wrong)
  }

  /// Words of one translation never begin another: otherwise outputs could not be judged by one walk.
  @Test func wordsAreAllDifferent() {
    var generator = generator()
    let language = InventedLanguage(&generator)
    let sources = (language.plain + language.forked).map(\.source)
    #expect(Set(sources).count == sources.count)
    let firsts =
      language.plain.map { $0.translations[0].words[0] }
      + language.forked.flatMap { [$0.translations[0].words[0], $0.translations[1].words[0]] }
    #expect(Set(firsts).count == firsts.count)
    #expect(!firsts.contains(""))
  }

  @Test func thePhraseOfThePipelineIsAmongTheSentences() {
    let all = EverydayPhrases.all
    #expect(all.contains(TextPair(source: "I love you", target: "나는 너를 사랑해")))
    #expect(Set(all.map(\.source)).count == all.count)
    #expect(all.contains(TextPair(source: "She does not wait for us", target: "그녀는 우리를 기다리지 않아")))
  }
}
