import Seq2SeqText

/// Collects what is wrong with the values of a configuration.
struct ConfigurationCheck {
  private(set) var problems: [ConfigurationProblem] = []

  mutating func report(_ keys: String..., problem: String, remedy: String) {
    problems.append(ConfigurationProblem(keys: keys, problem: problem, remedy: remedy))
  }

  mutating func number(_ value: Int, _ key: String, in range: ClosedRange<Int>) {
    if range.contains(value) { return }
    let remedy = "choose a whole number from \(range.lowerBound) to \(range.upperBound)"
    report(key, problem: "\(key) is \(value)", remedy: remedy)
  }

  /// A number between bounds; whatever is not a number is outside of any.
  mutating func number(_ value: Double, _ key: String, from lower: Double, below upper: Double) {
    if value >= lower, value < upper { return }
    report(key, value, remedy: "choose a number from \(lower) up to but below \(upper)")
  }

  mutating func number(_ value: Double, _ key: String, from lower: Double, through upper: Double) {
    if value >= lower, value <= upper { return }
    report(key, value, remedy: "choose a number from \(lower) to \(upper)")
  }

  mutating func number(_ value: Double, _ key: String, above lower: Double, through upper: Double) {
    if value > lower, value <= upper { return }
    report(key, value, remedy: "choose a number above \(lower) and at most \(upper)")
  }

  mutating func path(_ value: String?, _ key: String) {
    if value != "" { return }
    report(key, problem: "\(key) is empty", remedy: "give the path of a file")
  }

  mutating func metric(_ name: String, _ key: String) {
    // The name comes back in the message, which is one line whatever a model file holds.
    guard name.utf8.count <= 64, name.unicodeScalars.allSatisfy({ (" "..."~").contains($0) }) else {
      let remedy = "choose from " + Metric.allNames.joined(separator: ", ")
      return report(key, problem: "\(key) has a name that no metric can have", remedy: remedy)
    }
    do {
      _ = try Metric(name: name)
    } catch {
      report(key, problem: "\(key): \(error.problem)", remedy: error.remedy)
    }
  }

  private mutating func report(_ key: String, _ value: Double, remedy: String) {
    report(key, problem: "\(key) is \(value)", remedy: remedy)
  }
}
