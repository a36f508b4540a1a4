internal import GzipStream

/// Entries that were written, on their way back to the thread that made them.
///
/// Memory that another thread gives back is not that thread's own: both would wait for each other at
/// every text.
package final class SpentEntries: Sendable {
  private let lists = Guarded<[[TimelineEntry?]]>([])

  /// None yet.
  package init() {}

  /// Takes a list of entries that nobody needs any more.
  package func add(_ entries: consuming [TimelineEntry?]) {
    let list = entries
    lists.withLock { $0.append(list) }
  }

  /// Ends the entries that came back, outside of the lock.
  func end() {
    let spent = lists.withLock { lists in
      defer { lists = [] }
      return lists
    }
    withExtendedLifetime(spent) {}
  }
}
