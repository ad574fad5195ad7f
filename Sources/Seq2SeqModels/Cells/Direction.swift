/// Which way a layer reads.
package enum Direction: String, CaseIterable, Sendable {
  case forward, backward
}
