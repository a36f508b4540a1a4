package import Dispatch

/// Work that begins beside the thread that starts it, and not behind it (`ThreadOrigin`).
extension DispatchQueue {
  /// Like `async`, on another processor than that of this thread where there is one.
  package func asyncElsewhere(
    group: DispatchGroup? = nil, _ work: @escaping @Sendable () -> Void
  ) {
    let origin = ThreadOrigin()
    async(group: group) {
      origin.spread()
      work()
    }
    origin.spread()
  }

  /// Like `concurrentPerform`, the other threads on other processors than that of this thread where
  /// there are some.
  package static func performEverywhere(
    iterations: Int, execute work: @Sendable (Int) -> Void
  ) {
    let origin = ThreadOrigin()
    concurrentPerform(iterations: iterations) { iteration in
      origin.spread()
      work(iteration)
    }
  }
}
