internal import CloudTrail

/// Tells quickly of most events that they are on no timeline, before they are read at all.
///
/// Many kept records are calls of sessions that turned out to belong to no runner, on nothing that
/// is a runner's: only their session counts them. What is let through is judged in full.
///
///     bytes ─► principal: of a runner? ─► names: owned by one? ─► asked about? ─► no: counted only
struct EventSieve {
  private let attributor: Attributor
  private let callers: RunnerCallers
  /// Whether calls of the principal may explain KMS calls made on its behalf.
  private let explains: [Bool]
  private let known: KnownCalls

  /// A sieve before `attributor`; `keyCallers` made calls through services that name an object.
  init(_ attributor: Attributor, _ callers: RunnerCallers, keyCallers: Set<Int>) {
    self.attributor = attributor
    self.callers = callers
    let graph = attributor.graph
    let principals = attributor.principals
    let keyArns = Set(keyCallers.compactMap { principals[$0].arn })
    explains = principals.indices.map { number in
      graph.sessions.links[number] != nil && principals[number].arn.map(keyArns.contains) == true
    }
    known = KnownCalls(attributor.strings)
  }

  /// False for an event that certainly is on no timeline, and that nobody asks about.
  func admits(_ event: EncodedEvent) -> Bool {
    let flags = event.flags
    let principal = event.principal
    switch callers.kinds[principal] {
    case .runner: return true
    case .account where flags.contains(.isShared): return true
    case .account, .nobody: break
    }
    if flags.contains(.isWatched) { return true }
    if event.source == known.s3 {
      if attributor.graph.hasAccessLogs { return true }
      if flags.contains(.isData), explains[principal] { return true }
    }
    if flags.contains(.hasContext), isUncertain(principal) { return true }
    return namesWhatIsOwned(event)
  }

  /// Notes the buckets of a data event that is let pass.
  func noteData(_ event: EncodedEvent, in buckets: inout Set<String>) {
    guard event.flags.contains(.isData), event.source == known.s3, buckets.count < 100_000 else {
      return
    }
    for index in 0..<event.mentionCount where event.mention(index).kind == .bucket {
      buckets.insert(attributor.strings.text(event.mention(index).name))
    }
  }

  /// True where the session of a call made through a service is not settled by the caller alone.
  private func isUncertain(_ principal: Int) -> Bool {
    guard attributor.principals[principal].invokedBy != nil else { return false }
    guard let link = attributor.graph.sessions.links[principal] else { return true }
    return link.isAmbiguous || attributor.principals[principal].creationDate == nil
  }

  private func namesWhatIsOwned(_ event: EncodedEvent) -> Bool {
    for index in 0..<event.mentionCount
    where attributor.owner(of: event.mention(index)) != nil { return true }
    return false
  }
}
