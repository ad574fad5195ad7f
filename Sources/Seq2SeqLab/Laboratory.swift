import Foundation
import Seq2Seq
import Seq2SeqPages

/// Runs lessons and writes their pages.
///
///     let laboratory = Laboratory(output: "lab", language: .ko)
///     try laboratory.run([.search])
public struct Laboratory: Sendable {
  /// Where pages go: `OUTPUT/LESSON/index.html` and `OUTPUT/LESSON/results.json`.
  public var output: String
  /// What the pages speak.
  public var language: PageLanguage
  /// Everything random follows from it.
  public var seed: UInt64
  /// Updates of the weights of each model; what each lesson is made for if nil.
  public var updates: Int?
  /// As many as the machine has cores if nil; results do not depend on it.
  public var threads: Int?
  /// Hears short lines on how things go.
  public var progress: @Sendable (String) -> Void

  /// Makes a laboratory.
  public init(
    output: String, language: PageLanguage = .en, seed: UInt64 = 1, updates: Int? = nil,
    threads: Int? = nil, progress: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.output = output
    self.language = language
    self.seed = seed
    self.updates = updates
    self.threads = threads
    self.progress = progress
  }

  /// Runs one lesson and writes its page.
  ///
  /// - Throws: `UserError` if a file cannot be written or a training fails.
  public func run(_ lesson: Lesson) throws -> LessonOutcome {
    try run(lesson, lesson.results)
  }

  /// Runs lessons and writes `OUTPUT/index.html`, which leads to them.
  public func runAll(_ lessons: [Lesson] = Lesson.allCases) throws -> [LessonOutcome] {
    let outcomes = try lessons.map(run)
    let page = IndexPage(outcomes: outcomes, language: language)
    try write(Array(page.html.utf8), to: output + "/index.html")
    return outcomes
  }

  private func run<Results: LessonResults>(
    _ lesson: Lesson, _ type: Results.Type
  ) throws -> LessonOutcome {
    guard updates.map({ $0 > 0 }) ?? true else {
      throw UserError(.usage, "the number of updates is not positive", remedy: "give 1 or more")
    }
    // The folder is made first: no lesson runs for minutes only to find that it cannot be written.
    let folder = output + "/" + lesson.rawValue
    try makeFolder(folder)
    let workplace = FileManager.default.temporaryDirectory
      .appending(path: "seq2seq-lab-\(UUID().uuidString)")
    try makeFolder(workplace.path)
    defer { try? FileManager.default.removeItem(at: workplace) }
    let bench = Workbench(
      seed: seed, updates: updates ?? type.defaultUpdates, fullUpdates: type.defaultUpdates,
      threads: threads, folder: workplace, say: progress)
    let start = ContinuousClock.now
    let results = try type.measure(on: bench)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let json = try LessonRecord(lesson, bench, seconds: seconds, results: results).json()
    // The page tells what the file holds, to the last digit.
    let record = try LessonRecord<Results>(json: json)
    let page = Laboratory.page(of: record, language)
    try write(Array(json), to: folder + "/results.json")
    try write(Array(page.utf8), to: folder + "/index.html")
    return LessonOutcome(
      lesson: lesson, seconds: record.seconds, verdicts: record.findings.map(\.verdict),
      page: folder + "/index.html")
  }

  /// The page of a record: the claim, the lesson's own part, what was found, how to get it again.
  static func page<Results: LessonResults>(
    of record: LessonRecord<Results>, _ language: PageLanguage
  ) -> String {
    let (seed, updates) = (record.seed, record.updates)
    let seconds = record.seconds.fixed(1)
    var page = LessonPage(
      title: Results.title,
      subtitle: Text(
        en: "seed \(seed), \(updates) updates, \(seconds) seconds",
        ko: "시드 \(seed), 갱신 \(updates)번, \(seconds)초"), language)
    page.note(Results.claim, kind: .claim)
    record.results.tell(on: &page)
    page.heading(Text(en: "What the measurements say", ko: "측정 결과가 말하는 것"))
    for finding in record.results.findings {
      page.note(finding.text, kind: finding.verdict == .confirmed ? .confirmed : .contradicted)
    }
    page.heading(Text(en: "Run it again", ko: "다시 실행하기"))
    page.paragraph(
      Text(
        en: "All numbers of this page are in `results.json` beside it. The same seed gives the "
          + "same numbers, seconds aside; another seed shows how much is chance.",
        ko: "이 페이지의 모든 숫자는 옆에 있는 `results.json`에 들어 있습니다. 시드가 같으면 걸린 시간을 "
          + "빼고 모두 같은 숫자가 나옵니다. 시드를 바꿔 보면 어디까지가 우연인지 알 수 있습니다."))
    page.code("seq2seq lab \(record.lesson) --seed \(seed + 1) --language \(language.rawValue)")
    return page.html
  }

  private func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw UserError(
        .inputOutput, file: path, "the folder cannot be made",
        remedy: "give an --output that can be written")
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(bytes, to: path)
  }
}

/// What became of one lesson.
public struct LessonOutcome: Sendable {
  /// The lesson.
  public let lesson: Lesson
  /// How long it took.
  public let seconds: Double
  /// What the measurements say of each part of its claim.
  public let verdicts: [Verdict]
  /// Where its page is.
  public let page: String
}
