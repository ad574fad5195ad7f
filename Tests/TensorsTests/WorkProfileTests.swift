import Foundation
import Testing

@testable import Seq2SeqTensors

@Suite struct WorkProfileTests {
  /// Whatever is turned to, all time is somebody's, and what a kind asked for is its own.
  @Test func everyTurnEndsWhatWasUnderWay() {
    let before = DispatchTime.now().uptimeNanoseconds
    var profile = WorkProfile(operations: 100)
    let begun = DispatchTime.now().uptimeNanoseconds
    var numbers = EngineNumbers(90)
    var (operations, isBackward, kind) = (100.0, false, WorkKind.waiting)
    var expected: [[Double]] = [false, true].map { _ in WorkKind.allCases.map { _ in 0 } }
    for turn in 0..<2_000 {
      let asked = Double(Int.random(in: 0..<50, using: &numbers))
      operations += asked
      expected[isBackward ? 1 : 0][kind.rawValue] += asked
      kind = WorkKind.allCases[turn * 7 % WorkKind.allCases.count]
      isBackward = Bool.random(using: &numbers)
      profile.turn(to: kind, isBackward: isBackward, operations: operations)
    }
    let ended = DispatchTime.now().uptimeNanoseconds
    profile.turn(to: .other, operations: operations)
    let after = DispatchTime.now().uptimeNanoseconds
    let shares = profile.forward + profile.backward
    let time = shares.reduce(UInt64(0)) { $0 + $1.nanoseconds }
    #expect(time >= ended - begun && time <= after - before)
    #expect([profile.forward, profile.backward].map { $0.map(\.operations) } == expected)
    var twice = profile
    twice.add(profile)
    #expect(twice.forward.map(\.nanoseconds) == profile.forward.map { 2 * $0.nanoseconds })
    #expect(twice.backward.map(\.operations) == profile.backward.map { 2 * $0.operations })
  }

  /// A part of a model within another: both, and their ways back, under their own names.
  @Test func sectionsOfATape() throws {
    let rig = try EngineRig([("outer", 30, 20, .matrix), ("inner", 10, 30, .matrix)])
    let (outer, inner) = (try rig.parameter("outer"), try rig.parameter("inner"))
    try rig.pool.startProfile()
    try rig.pool.run(tasks: 1, as: .packing) { _, worker in
      let tape = Tape(
        worker: worker, store: rig.store, packed: rig.packed,
        gradients: FloatBuffer(count: rig.store.size))
      let x = tape.zeros(rows: 16, columns: 20)
      tape.section(.attention) {
        let y = tape.linear(x, outer)
        tape.section(.gates) { _ = tape.linear(y, inner) }
      }
      tape.backward()
    }
    let profile = try rig.pool.endProfile()
    func operations(_ kind: WorkKind) -> [Double] {
      [profile.forward[kind.rawValue].operations, profile.backward[kind.rawValue].operations]
    }
    let (large, small) = (2.0 * 16 * 20 * 30, 2.0 * 16 * 30 * 10)
    #expect(operations(.attention) == [large, large])
    #expect(operations(.gates) == [small, small])
    // The gradients of the weights, at the end.
    #expect(operations(.other) == [large + small, 0])
    #expect(profile.forward[WorkKind.packing.rawValue].nanoseconds > 0)
    #expect(operations(.packing) == [0, 0] && operations(.waiting) == [0, 0])
  }
}
