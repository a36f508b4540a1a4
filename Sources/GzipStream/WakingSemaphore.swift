internal import Dispatch

/// A semaphore whose waiters go on beside the thread that wakes them, and not behind it
/// (`ThreadOrigin`).
package final class WakingSemaphore: Sendable {
  private let semaphore: DispatchSemaphore
  private let waker = Guarded(ThreadOrigin())

  /// A semaphore that lets so many pass.
  package init(value: Int) {
    // One that ends with less than it began with is a fault for Dispatch.
    semaphore = DispatchSemaphore(value: 0)
    for _ in 0..<value { semaphore.signal() }
  }

  /// Lets one pass; wakes one that waits.
  package func signal() {
    waker.withLock { $0 = ThreadOrigin() }
    if semaphore.signal() != 0 { ThreadOrigin.giveWay() }
  }

  /// Waits until it may pass.
  package func wait() {
    if semaphore.wait(timeout: .now()) == .success { return }
    semaphore.wait()
    waker.withLock { $0 }.leave()
  }
}
