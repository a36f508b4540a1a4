internal import Dispatch
internal import GzipStream

extension Array where Element: Sendable {
  /// `count` elements, of which `make` gives those of a range of places. Where there are as many as
  /// `many`, two threads make one half each, at the same time.
  package init(count: Int, many: Int = 1 << 12, madeBy make: @Sendable (Range<Int>) -> [Element]) {
    defer { precondition(self.count == count, "an element for each place") }
    guard count >= many else {
      self = make(0..<count)
      return
    }
    let middle = count / 2
    let halves = Guarded<[[Element]]>([[], []])
    DispatchQueue.performEverywhere(iterations: 2) { half in
      let made = make(half == 0 ? 0..<middle : middle..<count)
      halves.withLock { $0[half] = made }
    }
    self = halves.withLock { $0[0] + $0[1] }
  }
}
