import Foundation
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The models of single validations, each a whole model file in the run folder, until they are averaged.
///
/// A snapshot is written before the checkpoint that lists it, and removed only after the checkpoint that
/// no longer lists it: whenever a run is killed, the files that its checkpoint lists are there.
struct ModelSnapshots {
  static let folder = "averaging"

  private let path: String
  private let averaging: CheckpointAveraging
  private let higherIsBetter: Bool

  /// Nil if nothing is to be averaged.
  init?(run: String, _ training: TrainingConfiguration) throws {
    guard training.checkpointAveraging.kind != .none else { return nil }
    path = run + "/" + ModelSnapshots.folder
    averaging = training.checkpointAveraging
    higherIsBetter = try Metric(name: training.earlyStopping.metric).higherIsBetter
  }

  /// The file of a validation's model.
  func file(_ update: Int) -> String { "\(path)/update-\(update).safetensors" }

  /// Those that would be averaged now, in the order of their updates: the last, or the best, in a tie the
  /// earlier.
  func chosen(from snapshots: [TrainingState.Snapshot]) -> [TrainingState.Snapshot] {
    switch averaging.kind {
    case .none: return []
    case .last: return snapshots.suffix(averaging.count)
    case .best:
      // What is no number is worse than all that is.
      func badness(_ snapshot: TrainingState.Snapshot) -> Double {
        guard let value = snapshot.value, !value.isNaN else { return .infinity }
        return higherIsBetter ? -value : value
      }
      return snapshots.sorted { (badness($0), $0.update) < (badness($1), $1.update) }
        .prefix(averaging.count).sorted { $0.update < $1.update }
    }
  }

  /// Writes the model of a validation and returns the snapshots to keep: those to be averaged, and the best
  /// single model, which must be at hand in the end.
  func adding(
    _ new: TrainingState.Snapshot, to snapshots: [TrainingState.Snapshot], best: Int?,
    model: Seq2SeqModel, threads: Int
  ) throws -> [TrainingState.Snapshot] {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw UserError(
        .inputOutput, file: path, "the folder cannot be made",
        remedy: "check the run folder's permissions")
    }
    try model.write(to: file(new.update), threads: threads)
    let all = snapshots.filter { $0.update < new.update } + [new]
    let kept = Set(chosen(from: all).map(\.update))
    return all.filter { kept.contains($0.update) || $0.update == best }
  }

  /// Removes all but the given ones.
  func prune(keeping snapshots: [TrainingState.Snapshot]) {
    let kept = Set(snapshots.map { file($0.update) })
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names where name.hasPrefix("update-") && !kept.contains("\(path)/\(name)") {
      // A file too many does no harm.
      try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  /// Throws if a file is missing, before hours are spent on what cannot be ended.
  func check(_ snapshots: [TrainingState.Snapshot]) throws {
    for snapshot in snapshots
    where !FileManager.default.fileExists(atPath: file(snapshot.update)) {
      throw UserError(
        .missingInput, file: file(snapshot.update),
        "a model that is to be averaged is no longer there",
        remedy: "put it back, or start anew with another --output")
    }
  }

  /// The weights of one snapshot.
  func weights(_ update: Int, size: Int, threads: Int) throws -> FloatBuffer {
    let parameters = try Seq2SeqModel(path: file(update), threads: threads).parameters
    guard parameters.size == size else {
      throw UserError(
        .badData, file: file(update), "belongs to another model",
        remedy: "put the run's own file back, or start anew with another --output")
    }
    return parameters.copyOfValues()
  }

  /// The mean of the weights of snapshots, worked out as a running mean in their order.
  func average(
    of snapshots: [TrainingState.Snapshot], size: Int, on pool: WorkerPool
  ) throws -> FloatBuffer {
    let mean = FloatBuffer(count: size)
    for (index, snapshot) in snapshots.enumerated() {
      let weights = try weights(snapshot.update, size: size, threads: pool.count)
      try FloatBuffer.forEachBlock(of: size, on: pool) { block in
        mean.moveAverage(toward: weights, share: 1 / Float(index + 1), block)
      }
    }
    return mean
  }
}
