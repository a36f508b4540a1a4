internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What happens when somebody presses Ctrl-C, closes the terminal, or asks the process to end.
package enum Interruption {
  /// The signal sources, which must live as long as the process. Written once, at start.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// Runs `cleanUp` and ends the process with 128 + the signal's number on SIGHUP, SIGINT and
  /// SIGTERM; one that the process was started to ignore, as by `nohup`, stays ignored.
  ///
  /// Call it once, from the main thread, before other threads run.
  package static func handle(_ cleanUp: @escaping @Sendable () -> Void) {
    for number in [SIGHUP, SIGINT, SIGTERM] {
      // The default action must be off, or the source never sees the signal.
      let former = signal(number, SIG_IGN)
      if unsafe unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        continue
      }
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
