/// Tells which records are another account's of a call that was told before.
///
/// Of a call into another account both have a record, which share an id beside their own (AWS
/// CloudTrail user guide, `sharedEventID`). Within one account that id marks no copies.
struct SharedCalls {
  /// The accounts that told first.
  private var tellers: [EventID: StringID] = [:]
  /// How many calls are remembered.
  private static let limit = 100_000

  /// True where another account's record of the same call came before.
  mutating func isCopy(_ event: Event) -> Bool {
    guard let shared = event.sharedID else { return false }
    if let first = tellers[shared] { return first != event.account }
    if tellers.count < Self.limit { tellers[shared] = event.account }
    return false
  }
}
