import Dispatch
import Foundation
import GzipStream
import Testing

@Suite("Threads beside the one that started them")
struct ThreadOriginTests {
  private static let tellsProcessors = ThreadOrigin().processor >= 0

  @Test func theThreadItselfSharesNothing() {
    let origin = ThreadOrigin()
    #expect(!origin.isShared)
    origin.leave()
    #expect(!origin.isShared)
  }

  @Test func whoeverWaitsIsLetPassOnce() {
    let (may, done) = (WakingSemaphore(value: 2), WakingSemaphore(value: 0))
    let passed = Guarded<[Int]>([])
    for number in 0..<4 {
      DispatchQueue(label: "waiting").async {
        may.wait()
        passed.withLock { $0.append(number) }
        done.signal()
      }
    }
    for _ in 0..<2 { done.wait() }
    #expect(passed.withLock { $0.count } == 2)
    for count in 3...4 {
      may.signal()
      done.wait()
      #expect(passed.withLock { $0.count } == count)
    }
  }

  /// Where there is another processor; the system may bring the thread back at any time.
  @Test(.enabled(if: tellsProcessors, "the system does not tell where threads run"))
  func whoSharesItsProcessorLeaves() {
    var (shared, left) = (0, 0)
    for _ in 0..<200 {
      var origin = ThreadOrigin()
      origin.thread = 0
      guard origin.isShared else { continue }
      shared += 1
      origin.leave()
      if !origin.isShared { left += 1 }
    }
    #expect(shared > 100)
    #expect(left > shared / 2 || processors() == 1)
  }

  /// Where a thread may run afterwards is where it might before.
  @Test(.enabled(if: tellsProcessors, "the system does not tell where threads run"))
  func whoLeftMayComeBack() {
    let before = processors()
    for _ in 0..<10 {
      var origin = ThreadOrigin()
      origin.thread = 0
      origin.leave()
    }
    #expect(processors() == before)
  }

  /// There is no processor of such a number.
  @Test(arguments: [-1, 1 << 20, .max] as [Int32])
  func noProcessorIsNobodysToLeave(_ number: Int32) {
    var origin = ThreadOrigin()
    origin.thread = 0
    origin.processor = number
    #expect(!origin.isShared)
    origin.leave()
  }

  @Test func workIsDoneElsewhereToo() {
    let done = Guarded<[Int]>([])
    let group = DispatchGroup()
    for number in 0..<8 {
      DispatchQueue(label: "elsewhere").asyncElsewhere(group: group) {
        done.withLock { $0.append(number) }
      }
    }
    group.wait()
    #expect(done.withLock { $0.sorted() } == Array(0..<8))
  }

  @Test func eachIterationIsPerformedOnce() {
    let done = Guarded<[Int]>([])
    DispatchQueue.performEverywhere(iterations: 100) { number in
      done.withLock { $0.append(number) }
    }
    #expect(done.withLock { $0.sorted() } == Array(0..<100))
  }

  /// Those that the calling thread may run on.
  private func processors() -> Int { ProcessInfo.processInfo.activeProcessorCount }
}
