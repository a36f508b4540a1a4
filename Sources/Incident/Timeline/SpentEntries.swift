internal import GzipStream

/// Entries that were written, on their way back to the thread that made them.
///
/// Where one thread makes texts and another one ends them, both wait for the allocator at every text.
package final class SpentEntries: Sendable {
  private struct Lists {
    var waiting: [[TimelineEntry?]] = []
    var isClosed = false
  }

  private let lists = Guarded(Lists())

  /// None yet.
  package init() {}

  /// Takes the entries out of a list, which nobody needs any more; leaves them there where nobody would
  /// end them any more.
  package func add(_ list: inout [TimelineEntry?]) {
    lists.withLock { lists in
      if lists.isClosed { return }
      // Moved, not copied: who holds a second list would be the one to end it.
      lists.waiting.append([])
      swap(&lists.waiting[lists.waiting.count - 1], &list)
    }
  }

  /// How many lists wait.
  package var count: Int { lists.withLock(\.waiting.count) }

  /// Ends the entries that came back.
  func end() { take(closing: false) }

  /// Ends them, and takes no more.
  func close() { take(closing: true) }

  /// Takes what waits, and ends it outside of the lock.
  private func take(closing: Bool) {
    let taken = lists.withLock { lists in
      var taken: [[TimelineEntry?]] = []
      swap(&taken, &lists.waiting)
      lists.isClosed = closing
      return taken
    }
    withExtendedLifetime(taken) {}
  }
}
