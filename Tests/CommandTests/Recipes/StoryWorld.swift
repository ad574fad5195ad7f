/// Where everyone and everything is in an English story: what a reader keeps in mind.
struct StoryWorld {
  private struct NotUnderstood: Error { let sentence: String }

  private var places: [String: String] = [:]
  private var holders: [String: String] = [:]
  private var lying: [String: String] = [:]

  /// Takes in one sentence.
  mutating func tell(_ sentence: String) throws {
    if let match = sentence.wholeMatch(
      of: /(\w+) (?:went to|moved to|walked to|is in) the (\w+)(?: now)? \./)
    {
      places[String(match.1)] = String(match.2)
    } else if let match = sentence.wholeMatch(of: /(\w+) (?:took|picked up|grabbed) the (\w+) \./) {
      holders[String(match.2)] = String(match.1)
      lying[String(match.2)] = nil
    } else if let match = sentence.wholeMatch(
      of: /(\w+) (?:put down|left|dropped) the (\w+)(?: there)? \./)
    {
      guard holders[String(match.2)] == String(match.1) else {
        throw NotUnderstood(sentence: sentence)
      }
      holders[String(match.2)] = nil
      lying[String(match.2)] = places[String(match.1)]
    } else {
      throw NotUnderstood(sentence: sentence)
    }
  }

  /// The answer to a question.
  func answer(_ question: String) throws -> String? {
    if let match = question.wholeMatch(of: /How many things is (\w+) holding \?/) {
      let count = holders.values.count { $0 == String(match.1) }
      return ["none", "one", "two", "three", "four"][count]
    }
    if let match = question.wholeMatch(of: /Is (\w+) in the (\w+) \?/) {
      return places[String(match.1)] == String(match.2) ? "yes" : "no"
    }
    if let match = question.wholeMatch(of: /Where is the (\w+) \?/) {
      return holders[String(match.1)].flatMap { places[$0] } ?? lying[String(match.1)]
    }
    if let match = question.wholeMatch(of: /Where is (\w+) \?/) { return places[String(match.1)] }
    throw NotUnderstood(sentence: question)
  }
}
