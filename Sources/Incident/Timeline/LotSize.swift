/// How many items go from one thread to another at a time.
///
/// The first lots are small, so that the other thread need not wait for many; each is an eighth of
/// what went before, so that little is left to it when the last one comes.
package struct LotSize: Sendable {
  private let first: Int
  private let most: Int
  private var sent = 0
  /// The size of the next lot.
  package private(set) var next: Int

  /// Lots from `first` to `most` items.
  package init(first: Int, most: Int) {
    self.first = first
    self.most = most
    next = first
  }

  /// Notes that the next lot has gone.
  package mutating func send() {
    sent += next
    next = min(max(first, sent / 8), most)
  }
}
