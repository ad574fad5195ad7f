import Synchronization

/// The weights in the layout that the matrix products read, made anew after each update.
///
/// Masters stay float32 in the `ParameterStore`; what is packed may have another precision.
package final class PackedWeights: @unchecked Sendable {
  /// The format of both sides of the products.
  package let format: NumberFormat
  private let store: ParameterStore
  private var forward: [PackedMatrix?]
  private var backward: [PackedMatrix?]
  private let jobs: [Job]
  /// Whether products of all matrices can be trusted with tiles of a height, once that was asked.
  private let trust = Mutex<[Int: Bool]>([:])

  private struct Job {
    let parameter: Parameter
    let isBackward: Bool
    let slice: Int
  }

  /// Room for the packed weights of a store; with `training` also for the products of the backward pass.
  package init(
    _ store: ParameterStore, training: Bool, format: NumberFormat = .float32
  ) throws {
    precondition(!training || !format.isQuantized, "nothing can be trained in \(format)")
    self.store = store
    self.format = format
    forward = []
    backward = []
    var jobs: [Job] = []
    for parameter in store.parameters {
      guard parameter.role == .matrix else {
        forward.append(nil)
        backward.append(nil)
        continue
      }
      let ahead = try PackedMatrix(
        outputs: parameter.rows, inputs: parameter.columns, format: format,
        lowTiles: !training)
      jobs += ahead.slices.indices.map { Job(parameter: parameter, isBackward: false, slice: $0) }
      forward.append(ahead)
      let back =
        training
        ? try PackedMatrix(outputs: parameter.columns, inputs: parameter.rows, format: format)
        : nil
      if let back {
        jobs += back.slices.indices.map { Job(parameter: parameter, isBackward: true, slice: $0) }
      }
      backward.append(back)
    }
    self.jobs = jobs
  }

  /// Packs the store's present values; the workers share the slices.
  package func update(on pool: WorkerPool) throws {
    try pool.run(tasks: jobs.count, as: .packing) { [self] index, worker in
      try pack(jobs[index], by: worker)
    }
  }

  /// The same on one worker alone, which a task may do that is one of many.
  package func update(by worker: Worker) throws {
    for job in jobs { try pack(job, by: worker) }
  }

  private func pack(_ job: Job, by worker: Worker) throws {
    let matrices = job.isBackward ? backward : forward
    guard let matrix = matrices[job.parameter.index] else { return }
    let slice = matrix.slices[job.slice]
    if format.isQuantized, let quantized = store.quantized(job.parameter) {
      return try worker.products.pack(quantized, slice: slice, of: matrix)
    }
    try worker.products.pack(
      store.pointer(job.parameter), leading: job.parameter.columns, transposed: job.isBackward,
      slice: slice, of: matrix)
  }

  /// The rows that have to be side by side, the last ones as filling, for products of `count` rows: whole tiles,
  /// in use also a low one.
  package func rows(for count: Int, by worker: Worker) -> Int {
    #if canImport(COneDNN)
      let rest = count % Arena.tileRows
      if rest > 0, let height = TileHeights.low(for: rest), hasLowTiles(height, worker) {
        return count - rest + height
      }
    #endif
    return TileRows.rounded(count)
  }

  #if canImport(COneDNN)
    private func hasLowTiles(_ height: Int, _ worker: Worker) -> Bool {
      if let known = trust.withLock({ $0[height] }) { return known }
      let all = forward.compactMap(\.self).allSatisfy { matrix in
        worker.products.hasLowTiles(height, of: matrix)
      }
      trust.withLock { $0[height] = all }
      return all
    }
  #endif

  /// The memory that they take.
  package var byteCount: Int {
    (forward + backward).reduce(0) { $0 + ($1?.byteCount ?? 0) }
  }

  /// For `y = x * weight^T`.
  func forward(_ parameter: Parameter) -> PackedMatrix {
    guard let matrix = forward[parameter.index] else {
      preconditionFailure("\(parameter.name) is not packed for products")
    }
    return matrix
  }

  /// For `dx = dy * weight`.
  func backward(_ parameter: Parameter) -> PackedMatrix {
    guard let matrix = backward[parameter.index] else {
      preconditionFailure("\(parameter.name) is not packed for training")
    }
    return matrix
  }
}
