import Dispatch
import GzipStream
import Testing

@Suite("A value for one thread at a time")
struct GuardedTests {
  /// The thread sanitizer sees the order as well: it reports nothing here.
  @Test func threadsThatWaitForEachOtherLoseNothing() {
    let numbers = Guarded<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for step in 0..<2_000 { numbers.withLock { $0.append(thread * 2_000 + step) } }
    }
    #expect(numbers.withLock { $0.sorted() } == Array(0..<16_000))
  }

  @Test func itIsFreeAgainAfterAnError() {
    struct Refusal: Error {}
    let count = Guarded(0)
    #expect(throws: Refusal.self) {
      try count.withLock { count throws(Refusal) in
        count += 1
        throw Refusal()
      }
    }
    #expect(count.withLock { $0 } == 1)
  }
}
