#if canImport(COneDNN)
  import COneDNN
#endif

/// What one thread needs to compute: its memory and its matrix products. Used by that thread only.
package final class Worker {
  /// Its number, from 0.
  package let index: Int
  /// Its memory; whoever runs on the worker resets it.
  package let arena = Arena()
  package let products = MatrixProducts()
  /// Where its time goes; nil unless somebody wants to know.
  package var profile: WorkProfile?

  init(index: Int) { self.index = index }

  /// From now on its time counts as `kind`.
  func turn(to kind: WorkKind, isBackward: Bool = false) {
    profile?.turn(to: kind, isBackward: isBackward, operations: products.operations)
  }

  /// Kernels and products run on the calling thread alone: the threads are ours.
  static func prepareThread() {
    #if canImport(COneDNN)
      odn_use_one_thread()
    #endif
  }
}
