/// The weights of one parameter where they lie in memory that somebody else keeps, a file as a rule.
package enum StoredWeights {
  case floats(UnsafeBufferPointer<Float>)
  case quantized(QuantizedWeights)

  var count: Int {
    switch self {
    case .floats(let floats): floats.count
    case .quantized(let weights): weights.values.count
    }
  }
}
