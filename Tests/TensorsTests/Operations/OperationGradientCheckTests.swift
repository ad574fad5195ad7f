import Foundation
import Testing

@testable import Seq2SeqTensors

/// The list that `seq2seq gradcheck` prints.
@Suite struct OperationGradientCheckTests {
  @Test(arguments: OperationGradientCheck.allCases)
  func gradients(_ operation: OperationGradientCheck) throws {
    var results: [GradientCheck.Result] = []
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      results = try operation.run(by: worker)
    }
    expectGradients(results)
    #expect(results.allSatisfy { $0.passes })
  }

  /// Every file with a way back has a check, and every check a file.
  @Test func noOperationIsMissing() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Seq2SeqTensors/Operations")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let withWayBack = try files.filter { file in
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      // The loss works its gradient out on the way forward.
      return text.contains("record {") || text.contains("isRecording")
    }
    let checked = Set(OperationGradientCheck.allCases.map(\.file))
    #expect(Set(withWayBack.map { String($0.dropLast(".swift".count)) }) == checked)
  }

  @Test func theWorstTensorIsNamed() {
    func result(_ name: String, _ error: Double, norm: Double = 1) -> GradientCheck.Result {
      .init(name: name, count: 3, relativeError: error, norm: norm)
    }
    let good = GradientCheckReport("x", [result("a", 1e-5), result("b", 2e-5)])
    #expect(good.passed && good.worst == "b" && good.tensors == 2 && good.elements == 6)
    let bad = GradientCheckReport("x", [result("a", 1e-5), result("b", 1e-3)])
    #expect(!bad.passed && bad.worst == "b")
    let lost = GradientCheckReport("x", [result("a", 1e-4), result("b", 0, norm: 0)])
    #expect(!lost.passed && lost.worst == "b")
    let nan = GradientCheckReport("x", [result("a", .nan), result("b", 2e-2)])
    #expect(!nan.passed && nan.worst == "a" && nan.relativeError.isNaN)
    #expect(!GradientCheckReport("x", []).passed)
  }
}
