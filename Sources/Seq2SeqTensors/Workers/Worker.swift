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

  init(index: Int) { self.index = index }

  /// Kernels and products run on the calling thread alone: the threads are ours.
  static func prepareThread() {
    #if canImport(COneDNN)
      odn_use_one_thread()
    #endif
  }
}
