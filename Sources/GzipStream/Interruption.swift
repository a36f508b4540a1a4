internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What happens when somebody presses Ctrl-C, or asks the process to end.
package enum Interruption {
  /// The signal sources, which must live as long as the process. Written once, at start.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// Runs `cleanUp` and ends the process with 128 + the signal's number on SIGINT and SIGTERM.
  ///
  /// Call it once, from the main thread, before other threads run.
  package static func handle(_ cleanUp: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      // The default action must be off, or the source never sees the signal.
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        cleanUp()
        exit(128 + number)
      }
      source.resume()
      unsafe sources.append(source)
    }
  }
}
