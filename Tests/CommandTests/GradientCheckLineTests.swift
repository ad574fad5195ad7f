import Seq2Seq
import Testing

@testable import Seq2SeqCommand
@testable import Seq2SeqTensors

@Suite struct GradientCheckLineTests {
  private func result(_ name: String, _ error: Double, norm: Double = 1) -> GradientCheck.Result {
    .init(name: name, count: 3, relativeError: error, norm: norm)
  }

  @Test func aLineNamesTheWorstTensor() {
    let good = GradientCheckReport("gruStep", [result("a", 1e-5), result("b", 2.14e-5)])
    #expect(GradientCheckCommand.line(good) == "ok    2.1e-05  gruStep (2 tensors, worst b)\n")
    let wrong = GradientCheckReport("gruStep", [result("a", 0.2)])
    #expect(GradientCheckCommand.line(wrong) == "WRONG 2.0e-01  gruStep (1 tensor, worst a)\n")
  }

  @Test func aWrongGradientIsADefect() {
    let ending = Ending(WrongGradient(count: 2, first: "gruStep"), arguments: [])
    #expect(
      ending.message == "error: 2 gradient checks failed, the first: gruStep; this is a defect, "
        + "please report it\n")
    #expect(ending.exitCode == 70)
  }
}
