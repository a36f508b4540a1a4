package import Dispatch

/// Work that begins beside the thread that starts it, and not behind it (`ThreadOrigin`).
extension DispatchQueue {
  /// Like `async` on a queue that has nothing to do: the thread that begins the work leaves the
  /// processor of this one, where it may.
  package func asyncElsewhere(
    group: DispatchGroup? = nil, _ work: @escaping @Sendable () -> Void
  ) {
    let origin = ThreadOrigin()
    async(group: group) {
      origin.leave()
      work()
    }
    ThreadOrigin.giveWay()
  }

  /// Like `concurrentPerform` with an iteration for each thread: the others leave the processor of
  /// this one, where they may.
  package static func performEverywhere(
    iterations: Int, execute work: @Sendable (Int) -> Void
  ) {
    let origin = ThreadOrigin()
    concurrentPerform(iterations: iterations) { iteration in
      if origin.isCurrent { ThreadOrigin.giveWay() } else { origin.leave() }
      work(iteration)
    }
  }
}
