import Foundation
import Testing

struct BenchmarkProcessTests {
  private struct Report: Decodable {
    struct Profile: Decodable { let entries: [Entry] }
    struct Entry: Decodable {
      let work: String
      let milliseconds: Double
      let share: Double
    }
    let profile: Profile?
    let threads: Int
    let precision: String
  }

  @Test func aProfileIsPartOfTheObject() async throws {
    let result = try await CommandProcess.run(
      ["benchmark", "--profile", "--json", "--updates", "1", "--threads", "1"])
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.count == 1)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let report = try decoder.decode(Report.self, from: Data(result.output))
    #expect(report.threads == 1 && report.precision == "float32")
    let entries = try #require(report.profile).entries
    for work in ["recurrent products", "backward of attention", "weight gradients", "optimizer"] {
      #expect(entries.contains { $0.work == work && $0.milliseconds > 0 }, "\(work)")
    }
    #expect(abs(entries.reduce(0) { $0 + $1.share } - 1) < 1e-3)
  }
}
