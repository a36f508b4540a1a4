/// Tells which records are another account's of a call that was told before.
///
/// Of a call into another account both have a record, which share an id beside their own (AWS
/// CloudTrail user guide, `sharedEventID`). Within one account that id marks no copies. Both are
/// of about the same time, so that calls of long ago are forgotten.
struct SharedCalls {
  /// The accounts that told first, of the last calls and of those before them.
  private var recent: [EventID: StringID] = [:]
  private var older: [EventID: StringID] = [:]
  private let limit: Int

  /// No calls yet; of so many at least the last ones are remembered, of twice as many at most.
  init(limit: Int) { self.limit = limit }

  /// True where another account's record of the same call came before.
  mutating func isCopy(_ event: Event) -> Bool {
    guard let shared = event.sharedID else { return false }
    if let first = recent[shared] ?? older[shared] { return first != event.account }
    if recent.count == limit {
      swap(&older, &recent)
      recent.removeAll(keepingCapacity: true)
    }
    recent[shared] = event.account
    return false
  }
}
