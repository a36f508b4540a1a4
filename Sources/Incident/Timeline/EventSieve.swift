internal import CloudTrail

/// Tells quickly of most events that they are on no timeline, before they are read at all.
///
/// Many kept records are calls of sessions that turned out to belong to no runner, on nothing that
/// is a runner's: only their session counts them. What is let through is judged in full.
///
///     bytes ─► principal: of a runner? ─► names: owned by one? ─► asked about? ─► no: counted only
///
/// Most rules ask of anybody's calls only those that mention what is a runner's.
struct EventSieve {
  private let attributor: Attributor
  private let callers: RunnerCallers
  private var names: NameOwners
  /// For each name, the kinds under which it was looked up in `names`, and those found: a bit each.
  private var asked: [UInt16]
  private var found: [UInt16]
  private let known: KnownCalls

  /// A sieve before `attributor`; `names` are those by which rules know what is a runner's.
  init(_ attributor: Attributor, _ callers: RunnerCallers, names: NameOwners) {
    self.attributor = attributor
    self.callers = callers
    self.names = names
    asked = [UInt16](repeating: 0, count: attributor.strings.count)
    found = asked
    known = KnownCalls(attributor.strings)
  }

  /// False for an event that certainly is on no timeline, and that nobody asks about.
  mutating func admits(_ event: EncodedEvent) -> Bool {
    let flags = event.flags
    let principal = event.principal
    switch callers.kinds[principal] {
    case .runner: return true
    case .account where flags.contains(.isShared): return true
    case .account, .nobody: break
    }
    if flags.contains(.isWatched) {
      if !flags.contains(.isWatchedOfRunners) || namesWhatRulesKnow(event) { return true }
    }
    if event.source == known.s3 {
      if callers.wantsStorage { return true }
      if flags.contains(.isData), callers.explains[principal] { return true }
    }
    if flags.contains(.hasContext),
      RunnerCallers.isUncertain(principal, attributor.graph, attributor.principals)
    {
      return true
    }
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

  /// True where an event mentions a name of a runner, in whatever account; each is looked up once.
  private mutating func namesWhatRulesKnow(_ event: EncodedEvent) -> Bool {
    for index in 0..<event.mentionCount where isKnown(event.mention(index)) { return true }
    return false
  }

  private mutating func isKnown(_ mention: Mention) -> Bool {
    let number = Int(mention.name.number)
    let bit = UInt16(1) << UInt16(mention.kind.rawValue)
    if asked[number] & bit == 0 {
      asked[number] |= bit
      let text = attributor.strings.text(mention.name)
      // Rules know roles by their names, without the account.
      let name = mention.kind == .role ? ResourceName.roleName(text) : text
      if !names.owners(of: [name]).isEmpty { found[number] |= bit }
    }
    return found[number] & bit != 0
  }

  private func namesWhatIsOwned(_ event: EncodedEvent) -> Bool {
    for index in 0..<event.mentionCount
    where attributor.owner(of: event.mention(index)) != nil { return true }
    return false
  }
}
