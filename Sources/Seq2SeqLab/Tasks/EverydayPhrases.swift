import Seq2Seq

/// Small sentences, English to Korean, made of hand-written parts: who, does what, to whom, in three forms.
enum EverydayPhrases {
  /// A subject; verbs take another form after some.
  private static let subjects: [(en: String, ko: String, isThird: Bool)] = [
    ("I", "나는", false), ("You", "너는", false), ("We", "우리는", false), ("They", "그들은", false),
    ("He", "그는", true), ("She", "그녀는", true), ("Minsu", "민수는", true), ("Jisu", "지수는", true),
  ]

  private static let objects: [(en: String, ko: String)] = [
    ("me", "나를"), ("you", "너를"), ("us", "우리를"), ("them", "그들을"), ("him", "그를"),
    ("her", "그녀를"), ("Minsu", "민수를"), ("Jisu", "지수를"), ("my friend", "내 친구를"),
    ("our teacher", "우리 선생님을"), ("this song", "이 노래를"), ("that dog", "저 개를"),
  ]

  /// Subjects and objects that are one person.
  private static let same: Set<[String]> = [
    ["I", "me"], ["You", "you"], ["We", "us"], ["I", "us"], ["He", "him"], ["She", "her"],
    ["They", "them"], ["Minsu", "Minsu"], ["Jisu", "Jisu"],
  ]

  /// A verb in the forms that the sentences need.
  private struct Verb {
    let base: String
    let third: String
    let past: String
    let ko: (present: String, negative: String, past: String)
  }

  private static let verbs = [
    Verb(
      base: "love", third: "loves", past: "loved",
      ko: (present: "사랑해", negative: "사랑하지 않아", past: "사랑했어")),
    Verb(
      base: "like", third: "likes", past: "liked",
      ko: (present: "좋아해", negative: "좋아하지 않아", past: "좋아했어")),
    Verb(
      base: "know", third: "knows", past: "knew",
      ko: (present: "알아", negative: "알지 못해", past: "알았어")),
    Verb(
      base: "remember", third: "remembers", past: "remembered",
      ko: (present: "기억해", negative: "기억하지 못해", past: "기억했어")),
    Verb(
      base: "understand", third: "understands", past: "understood",
      ko: (present: "이해해", negative: "이해하지 못해", past: "이해했어")),
    Verb(
      base: "miss", third: "misses", past: "missed",
      ko: (present: "그리워해", negative: "그리워하지 않아", past: "그리워했어")),
    Verb(
      base: "trust", third: "trusts", past: "trusted",
      ko: (present: "믿어", negative: "믿지 않아", past: "믿었어")),
    Verb(
      base: "see", third: "sees", past: "saw",
      ko: (present: "봐", negative: "보지 못해", past: "봤어")),
    Verb(
      base: "wait for", third: "waits for", past: "waited for",
      ko: (present: "기다려", negative: "기다리지 않아", past: "기다렸어")),
    Verb(
      base: "look for", third: "looks for", past: "looked for",
      ko: (present: "찾아", negative: "찾지 않아", past: "찾았어")),
    Verb(
      base: "hate", third: "hates", past: "hated",
      ko: (present: "미워해", negative: "미워하지 않아", past: "미워했어")),
    Verb(
      base: "hear", third: "hears", past: "heard",
      ko: (present: "들어", negative: "듣지 못해", past: "들었어")),
  ]

  /// All sentences: `I love you` and `나는 너를 사랑해` among them.
  static var all: [TextPair] {
    subjects.flatMap { subject in
      objects.filter { !same.contains([subject.en, $0.en]) }.flatMap { object in
        verbs.flatMap { verb in
          let present = subject.isThird ? verb.third : verb.base
          let negative = (subject.isThird ? "does not " : "do not ") + verb.base
          return [
            (present, verb.ko.present), (negative, verb.ko.negative), (verb.past, verb.ko.past),
          ].map { en, ko in
            TextPair(
              source: "\(subject.en) \(en) \(object.en)", target: "\(subject.ko) \(object.ko) \(ko)"
            )
          }
        }
      }
    }
  }
}
