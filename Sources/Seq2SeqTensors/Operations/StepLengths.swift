/// The lengths that a step's kernel reads; a null pointer where all rows are alive.
enum StepLengths {
  static func withPointer(_ lengths: [Int32]?, _ body: (UnsafePointer<Int32>?) -> Void) {
    if let lengths { lengths.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
  }
}
