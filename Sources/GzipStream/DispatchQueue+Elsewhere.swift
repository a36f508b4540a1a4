package import Dispatch

/// Work that begins beside the thread that starts it, and not behind it (`ThreadOrigin`).
extension DispatchQueue {
  /// Like `async`, on another processor than that of this thread where there is one. Where nobody
  /// waits for the work this thread goes on first, if both are on one processor.
  package func asyncElsewhere(
    group: DispatchGroup? = nil, isAwaited: Bool = true, _ work: @escaping @Sendable () -> Void
  ) {
    let origin = ThreadOrigin()
    async(group: group) {
      origin.leave()
      work()
    }
    if isAwaited { ThreadOrigin.giveWay() }
  }

  /// Like `concurrentPerform`, the other threads on other processors than that of this thread where
  /// there are some.
  package static func performEverywhere(
    iterations: Int, execute work: @Sendable (Int) -> Void
  ) {
    let origin = ThreadOrigin()
    concurrentPerform(iterations: iterations) { iteration in
      if ThreadOrigin().thread == origin.thread {
        ThreadOrigin.giveWay()
      } else {
        origin.leave()
      }
      work(iteration)
    }
  }
}
