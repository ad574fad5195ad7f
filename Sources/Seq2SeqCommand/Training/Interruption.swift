import Dispatch
import Foundation
import Synchronization

/// What SIGINT, SIGTERM and SIGHUP do: the first one asks the work to stop, the second ends the
/// process at once.
final class Interruption: Sendable {
  private struct State {
    /// The signal that came.
    var signal: Int32?
    var time: ContinuousClock.Instant?
    var stop: (@Sendable () -> Void)?
  }

  private enum Action {
    case stop(@Sendable () -> Void)
    case end
    case nothing
  }

  /// Signals this close together are one: `timeout` sends its signal to the process and then to its
  /// group.
  private static let sameRequest = Duration.milliseconds(500)

  private let state = Mutex(State())
  /// Alive as long as signals are to be heard; nobody touches them after `init`.
  nonisolated(unsafe) private var sources: [any DispatchSourceSignal] = []

  /// Listens from now on. Until ``stop(by:)`` is told how to stop, a signal ends the process.
  init() {
    let queue = DispatchQueue(label: "seq2seq.signals")
    for number in [SIGINT, SIGTERM, SIGHUP] {
      if number == SIGHUP, Interruption.isIgnored(number) { continue }
      // The default action would come first.
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [weak self] in self?.receive(number) }
      source.resume()
      sources.append(source)
    }
  }

  /// Says how the work is stopped; the function is called on a queue of its own, once.
  func stop(by action: @escaping @Sendable () -> Void) {
    state.withLock { $0.stop = action }
  }

  /// The signal that came, if one did.
  var signal: Int32? { state.withLock { $0.signal } }

  /// Whether whoever started the process wants a signal ignored, as `nohup` does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private func receive(_ number: Int32) {
    let action = state.withLock { state -> Action in
      guard let time = state.time else {
        guard let stop = state.stop else { return .end }
        (state.signal, state.time) = (number, .now)
        return .stop(stop)
      }
      return ContinuousClock.now - time < Interruption.sameRequest ? .nothing : .end
    }
    switch action {
    case .stop(let stop): stop()
    case .end: _exit(128 + number)
    case .nothing: break
    }
  }
}
