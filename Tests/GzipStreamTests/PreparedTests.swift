import Dispatch
import GzipStream
import Testing

@Suite("A value made on another thread")
struct PreparedTests {
  /// The thread that began it goes on; whoever asks waits until the value is there.
  @Test func whoeverAsksWaitsForIt() {
    let mayEnd = DispatchSemaphore(value: 0)
    let prepared = Prepared { () -> [Int] in
      mayEnd.wait()
      return Array(0..<1_000)
    }
    DispatchQueue(label: "later").asyncAfter(deadline: .now() + .milliseconds(50)) {
      mayEnd.signal()
    }
    #expect(prepared.value == Array(0..<1_000))
  }

  @Test func itIsMadeOnceHoweverManyAsk() {
    let times = Counter()
    let prepared = Prepared { times.next() }
    let seen = Guarded<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let value = prepared.value
      seen.withLock { $0.append(value) }
    }
    #expect(seen.withLock { $0 } == Array(repeating: 1, count: 8))
  }

  /// On a machine with one processor, one who waits in Dispatch's pool holds up all of it.
  @Test func itNeedsNoThreadOfThePool() {
    let mayEnd = DispatchSemaphore(value: 0)
    let count = 512
    for _ in 0..<count { DispatchQueue.global().async { mayEnd.wait() } }
    let isMade = DispatchSemaphore(value: 0)
    let prepared = Prepared { () -> Int in
      isMade.signal()
      return 7
    }
    #expect(isMade.wait(timeout: .now() + .seconds(30)) == .success)
    for _ in 0..<count { mayEnd.signal() }
    #expect(prepared.value == 7)
  }

  /// Who takes it holds it alone, and changes it without a copy.
  @Test func whatIsTakenIsHeldByNobodyElse() {
    let prepared = Prepared { Counter() }
    var taken = prepared.take()
    let isAlone = isKnownUniquelyReferenced(&taken)
    #expect(isAlone)
    withExtendedLifetime(prepared) {}
  }

  @Test("a value that was given away is not there any more")
  func itIsGivenAwayOnce() async {
    await #expect(processExitsWith: .failure) {
      let prepared = Prepared { 7 }
      precondition(prepared.take() == 7)
      _ = prepared.value
    }
  }

  private final class Counter: Sendable {
    private let count = Guarded(0)

    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }
}
