import Dispatch
import GzipStream
import Testing

@Suite("Threads beside the one that started them")
struct ThreadOriginTests {
  private static let canLeave = ThreadOrigin.processorCount > 1

  @Test func aThreadKnowsItself() {
    let origin = ThreadOrigin()
    #expect(origin.isCurrent)
    origin.leave()
    #expect(origin.isCurrent)
  }

  /// The system may bring the thread back at any time. It leaves more often than there are
  /// processors, which it can only where it may come back.
  @Test(.enabled(if: canLeave, "the system does not tell of another processor"))
  func whoSharesAProcessorLeavesAndMayComeBack() {
    var left = 0
    let times = 100 + 2 * ThreadOrigin.processorCount
    for _ in 0..<times {
      let here = ThreadOrigin().processor
      ThreadOrigin(on: here).leave()
      if ThreadOrigin().processor != here { left += 1 }
    }
    #expect(left > times / 2)
  }

  /// There is no processor of such a number.
  @Test(arguments: [-1, 1 << 20, Int(Int32.max), .max, .min])
  func noProcessorIsNobodysToLeave(_ number: Int) {
    ThreadOrigin(on: number).leave()
    #expect(!ThreadOrigin(on: number).isCurrent)
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
}
