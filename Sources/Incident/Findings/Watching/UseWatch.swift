internal import CloudTrail

/// Watches single uses of a runner's credentials and resources: with what program, on whose bucket,
/// by whom, and whether they should be dead.
struct UseWatch {
  /// Programs of people, in machines' hands out of place; in lower case.
  private static let interactive = [
    "aws-cli", "kali", "parrot", "pentoo", "pacu", "scoutsuite", "prowler", "mozilla/",
    "console.amazonaws.com", "aws-internal console", "ipython", "cloudshell",
  ]

  private struct Bucket: Hashable {
    var runner: Int
    var name: StringID
  }

  private var agents: [StringID: Bool] = [:]
  private var watched: [StringID: Bool] = [:]
  private var indicated: [StringID: String?] = [:]
  private var ownBuckets: [Bucket: Bool] = [:]
  private let hasWatchlists: Bool
  private let hasIndicators: Bool

  init(_ steps: StepEngine) {
    hasWatchlists = !steps.playbook.watchlists.isEmpty
    hasIndicators = steps.tables.indicators.hasAddresses
  }

  /// What is noticed of anybody's call from an address that was seen with attackers.
  mutating func takeIndicator(_ address: StringID, _ steps: StepEngine, _ notes: inout EventNotes) {
    guard hasIndicators else { return }
    let words: String?
    if let known = indicated[address] {
      words = known
    } else {
      words = Self.indicators(steps.tables.strings.text(address), steps.tables.indicators)
      indicated[address] = .some(words)
    }
    guard let words else { return }
    notes.signals.append(Signal(name: .indicatedAddress, words: words))
  }

  private static func indicators(_ address: String, _ list: IndicatorList) -> String? {
    let numbers = list.numbers(ofAddress: address)
    guard !numbers.isEmpty else { return nil }
    let names = numbers.map { list.indicators[$0].noted }.joined(separator: ", ")
    return names.hasPrefix(address)
      ? "\(names) is on the list of --ioc" : "\(address) is in \(names), on the list of --ioc"
  }

  /// What is noticed of a call, or login, from an address that somebody watches.
  mutating func takeAddress(_ address: StringID, _ steps: StepEngine, _ notes: inout EventNotes) {
    guard hasWatchlists else { return }
    let isWatched: Bool
    if let known = watched[address] {
      isWatched = known
    } else {
      isWatched = !steps.watchlists(holding: steps.tables.strings.text(address)).isEmpty
      watched[address] = isWatched
    }
    guard isWatched else { return }
    let text = steps.tables.strings.text(address)
    let lists = steps.watchlists(holding: text).joined(separator: ", ")
    notes.signals.append(Signal(name: .watchedAddress, words: "\(text) is on: \(lists)"))
  }

  /// What is noticed of the program that a session is used with.
  mutating func takeAgent(_ agent: StringID, _ steps: StepEngine, _ notes: inout EventNotes) {
    let isInteractive: Bool
    if let known = agents[agent] {
      isInteractive = known
    } else {
      let text = steps.tables.strings.text(agent).lowercased()
      isInteractive = Self.interactive.contains(where: text.holds)
      agents[agent] = isInteractive
    }
    guard isInteractive else { return }
    let text = steps.tables.strings.text(agent).prefix(60)
    notes.signals.append(Signal(name: .interactiveAgent, words: "with \(text)"))
  }

  /// What is noticed of a bucket that a task works on.
  mutating func takeBucket(
    _ view: EventView, _ runner: Int, _ steps: StepEngine, _ notes: inout EventNotes
  ) {
    guard !steps.states[runner].facts.buckets.isEmpty else { return }
    for mention in view.event.mentions where mention.kind == .bucket {
      let bucket = Bucket(runner: runner, name: mention.name)
      let known = ownBuckets[bucket]
      if known == true { continue }
      let name = steps.tables.strings.text(mention.name)
      let isOwn = known ?? steps.tables.graph.owns(runner, bucket: name)
      ownBuckets[bucket] = isOwn
      if !isOwn { notes.signals.append(Signal(name: .foreignBucket, words: "bucket \(name)")) }
    }
  }

  /// What is noticed of a call that is none of the runner's own.
  func takeOther(
    _ view: EventView, _ kind: EventWatch.Kind, runner: Int, _ steps: StepEngine,
    _ notes: inout EventNotes
  ) {
    let principal = view.principal
    guard !principal.isService, principal.invokedBy == nil,
      view.finding?.attribution.method != .sharedEventID
    else { return }
    let accounts = steps.states[runner].facts.accounts
    if let account = principal.accountID, !accounts.isEmpty, !accounts.contains(account) {
      notes.signals.append(Signal(name: .foreignAccount, words: "by \(principal.displayName)"))
    }
    if kind == .upload, brings(view, runner, steps) {
      notes.signals.append(Signal(name: .foreignWriter, words: "by \(principal.displayName)"))
    }
  }

  /// False for a copy out of the runner's own bucket, within it or away: nobody's own comes in.
  func brings(_ view: EventView, _ runner: Int, _ steps: StepEngine) -> Bool {
    !view.mentions(.sourceBucket).contains { steps.tables.graph.owns(runner, bucket: $0) }
  }

  /// What is noticed of a session that was used though it was revoked, or forgotten in a
  /// revocation.
  func takeRevoked(
    _ view: EventView, _ state: RunnerState, _ steps: StepEngine, _ notes: inout EventNotes
  ) {
    guard view.name != "GetCallerIdentity", let session = view.finding?.session else { return }
    switch steps.revocation(view, state) {
    case .ended:
      notes.signals.append(
        Signal(name: .revokedAlive, words: "\(view.name) behind the end of the session"))
    case .forgotten where steps.isSuspect(session):
      notes.signals.append(
        Signal(
          name: .forgottenAlive,
          words: "\(view.name) with a role that the revocation of the others left out"))
    default: break
    }
  }
}
