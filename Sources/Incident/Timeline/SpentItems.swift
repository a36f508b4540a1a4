internal import GzipStream

/// What was told, on its way back to the thread that made it.
///
/// Where one thread makes texts and another one ends them, both wait for the allocator at every
/// text.
package final class SpentItems<Item: Sendable>: Sendable {
  private struct Lists {
    var waiting: [[Item]] = []
    var isClosed = false
  }

  private let lists = Guarded(Lists())

  /// None yet.
  package init() {}

  /// Takes the items out of a list, which nobody needs any more; leaves them there where nobody
  /// would end them any more.
  package func add(_ list: inout [Item]) {
    lists.withLock { lists in
      if lists.isClosed { return }
      // Moved, not copied: who holds a second list would be the one to end it.
      lists.waiting.append([])
      swap(&lists.waiting[lists.waiting.count - 1], &list)
    }
  }

  /// How many lists wait.
  package var count: Int { lists.withLock { $0.waiting.count } }

  /// Ends the items that came back.
  func end() { take(closing: false) }

  /// Ends them, and takes no more.
  func close() { take(closing: true) }

  /// Takes what waits, and ends it outside of the lock.
  private func take(closing: Bool) {
    let taken = lists.withLock { lists in
      var taken: [[Item]] = []
      swap(&taken, &lists.waiting)
      if closing { lists.isClosed = true }
      return taken
    }
    withExtendedLifetime(taken) {}
  }
}
