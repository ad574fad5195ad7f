import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

@Suite struct TeacherForcingTests {
  private func forcing(
    _ schedule: TeacherForcing.Schedule, from ratio: Double, to final: Double
  ) -> TeacherForcing {
    var forcing = TeacherForcing()
    (forcing.ratio, forcing.schedule, forcing.finalRatio) = (ratio, schedule, final)
    return forcing
  }

  @Test(arguments: TeacherForcing.Schedule.allCases, [(1.0, 0.0), (0.9, 0.2), (0.3, 0.8), (1, 1)])
  func schedulesGoFromTheRatioToTheFinalRatio(
    _ schedule: TeacherForcing.Schedule, ends: (ratio: Double, final: Double)
  ) {
    let forcing = forcing(schedule, from: ends.ratio, to: ends.final)
    let shares = (0...200).map { forcing.share(update: $0, of: 200) }
    #expect(abs(shares[0] - ends.ratio) < 1e-15)
    let isConstant = schedule == .constant
    let rest = schedule == .exponential ? 0.01 * abs(ends.ratio - ends.final) : 0
    #expect(abs(shares[200] - (isConstant ? ends.ratio : ends.final)) <= rest + 1e-15)
    let sign: Double = ends.ratio >= ends.final ? 1 : -1
    for (before, after) in zip(shares, shares.dropFirst()) {
      #expect(sign * (before - after) >= 0)
      #expect((0...1).contains(after))
    }
    #expect(forcing.share(update: 5000, of: 200) == shares[200])
  }

  @Test func valuesOnTheWay() {
    #expect(forcing(.linear, from: 1, to: 0.2).share(update: 25, of: 100) == 0.8)
    #expect(abs(forcing(.exponential, from: 1, to: 0).share(update: 50, of: 100) - 0.1) < 1e-15)
    #expect(abs(forcing(.inverseSigmoid, from: 1, to: 0).share(update: 50, of: 100) - 0.5) < 1e-15)
    let early = forcing(.inverseSigmoid, from: 1, to: 0).share(update: 25, of: 100)
    #expect(abs(early - 0.954823) < 1e-6)
  }

  @Test func hostilePlansDoNotTrap() {
    for schedule in TeacherForcing.Schedule.allCases {
      for (update, planned) in [(0, 0), (3, 0), (Int.max, 1), (0, .max), (.max, .max), (-1, -1)] {
        let share = forcing(schedule, from: 1, to: 0).share(update: update, of: planned)
        #expect((0...1).contains(share))
      }
    }
  }

  @Test(arguments: [0, 0.5]) func learnsFromItsOwnGuesses(_ ratio: Double) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 12
    configuration.training.teacherForcing = forcing(.constant, from: ratio, to: 1)
    var losses: [Double] = []
    try task.train(configuration, into: "run") { event in
      if case .report(let report, _) = event { losses.append(report.loss) }
    }
    let (first, last) = try (#require(losses.first), #require(losses.last))
    #expect(last < 0.8 * first)
  }

  @Test func sameWeightsAtAnyThreadCountAndAfterResuming() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.reportInterval = 1
    configuration.training.teacherForcing = forcing(.linear, from: 1, to: 0)
    try task.train(configuration, into: "one", threads: 1)
    let trainer = try Trainer(configuration: configuration, output: task.path("three"), threads: 3)
    _ = try trainer.train { event in
      if case .report(let report, _) = event, report.update == 6 { trainer.stop() }
    }
    try task.train(configuration, into: "three", resume: true, threads: 2)
    for file in ["model.safetensors", "checkpoint.safetensors"] {
      #expect(try task.bytes("one/\(file)") == task.bytes("three/\(file)"))
    }
    configuration.training.teacherForcing = TeacherForcing()
    try task.train(configuration, into: "forced")
    #expect(
      try task.bytes("one/model.safetensors") != task.bytes("forced/model.safetensors"))
  }
}
