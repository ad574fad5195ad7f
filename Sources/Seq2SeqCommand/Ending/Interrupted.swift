/// Thrown once a signal has stopped the work and all that there is to say has been said.
struct Interrupted: Error, Equatable {
  /// The number of the signal.
  var signal: Int32

  /// What shells report for a process that the signal ended.
  var exitCode: Int32 { 128 + signal }
}
