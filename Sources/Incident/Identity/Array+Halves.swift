internal import Dispatch
internal import GzipStream

extension Array where Element: Sendable {
  /// How many elements are worth a second thread.
  private static var many: Int { 1 << 12 }

  /// `count` elements, of which `make` gives those of a range of places. Of many, two threads make one
  /// half each.
  package init(count: Int, madeBy make: @Sendable (Range<Int>) -> [Element]) {
    guard count >= Self.many else {
      self = make(0..<count)
      return
    }
    let middle = count / 2
    let halves = Guarded<[[Element]]>([[], []])
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      let made = make(half == 0 ? 0..<middle : middle..<count)
      halves.withLock { $0[half] = made }
    }
    self = halves.withLock { $0[0] + $0[1] }
    precondition(self.count == count, "an element for each place")
  }
}
