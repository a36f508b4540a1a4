internal import CloudTrail

/// Watches from where credentials are used.
///
///     task credential   10.0.1.17 ──── its own address
///                       203.0.113.80   outside AWS: nobody but its task should have it
///     any credential    198.51.100.24, then 203.0.113.9: two holders
struct AddressWatch {
  /// From where one session was used.
  private struct Uses {
    var first: StringID
    /// Public addresses, in the order seen.
    var publicOnes: [StringID] = []
  }

  private static let limit = 1_000_000

  private var sessions: [Int: Uses] = [:]
  private var kinds: [StringID: Bool] = [:]
  /// Private addresses and the session of a task that was first used from there, the latest.
  private var owners: [StringID: Int] = [:]
  /// The public addresses from which sessions of a runner were first used.
  private var usual: [Int: Set<StringID>] = [:]

  /// What is noticed of a call made with the credential of a session.
  mutating func take(
    _ event: Event, _ session: Int, runner: Int, _ steps: StepEngine, _ notes: inout EventNotes
  ) {
    let address = event.address
    let isTask = Self.isTask(session, steps.tables.graph.sessions)
    let isPublic = !event.isThroughEndpoint && isPublic(address, steps)
    // From its first address nothing is new of a session; only of a task at a public one.
    if sessions[session]?.first == address, !isTask || !isPublic { return }
    guard var known = sessions[session] else {
      if isTask, isPublic { noteOutside(address, session, runner, steps, &notes) }
      begin(address, session, runner: runner, isTask: isTask, isPublic: isPublic, steps)
      return
    }
    if isPublic {
      if isTask { noteOutside(address, session, runner, steps, &notes) }
      noteSplit(address, &known, runner, steps, &notes)
      sessions[session] = known
    } else if isTask, known.first != address, let owner = owners[address],
      owner != session
    {
      let text = steps.tables.strings.text(address)
      notes.signals.append(
        Signal(
          name: .credentialsOutside, words: "used from \(text), the address of another task"))
    }
  }

  /// True for credentials that only tasks and what starts them have at hand. Who issued them may
  /// have been logged elsewhere, or be the runner itself: the role tells it, too.
  private static func isTask(_ number: Int, _ graph: SessionGraph) -> Bool {
    switch (graph.nodes[number].session.kind, graph.nodes[number].session.roleKind) {
    case (.task, _), (.execution, _), (_, .task), (_, .execution): true
    default: false
    }
  }

  private mutating func begin(
    _ address: StringID, _ session: Int, runner: Int, isTask: Bool, isPublic: Bool,
    _ steps: StepEngine
  ) {
    guard sessions.count < Self.limit else { return }
    sessions[session] = Uses(first: address, publicOnes: isPublic ? [address] : [])
    if isPublic, !steps.isSuspect(session) { usual[runner, default: []].insert(address) }
    if isTask, !isPublic { owners[address] = session }
  }

  /// An address out of the ordinary for the role; or, of a task that a suspicious session started,
  /// any that the runner has not been seen at.
  private func noteOutside(
    _ address: StringID, _ session: Int, _ runner: Int, _ steps: StepEngine,
    _ notes: inout EventNotes
  ) {
    let text = steps.tables.strings.text(address)
    let isStrange = steps.states[runner].watch.addresses.contains(text)
    let isUnknown = steps.isSuspect(session) && usual[runner]?.contains(address) != true
    guard isStrange || isUnknown else { return }
    notes.signals.append(
      Signal(
        name: .credentialsOutside, words: "used from \(text), which is no address of its task"))
  }

  private mutating func noteSplit(
    _ address: StringID, _ known: inout Uses, _ runner: Int, _ steps: StepEngine,
    _ notes: inout EventNotes
  ) {
    if !known.publicOnes.contains(address), known.publicOnes.count < 50 {
      known.publicOnes.append(address)
    }
    guard known.publicOnes.count > 1, known.publicOnes.first != address,
      usual[runner]?.contains(address) != true
    else { return }
    let words = known.publicOnes.prefix(4).map { steps.tables.strings.text($0) }
    notes.signals.append(
      Signal(name: .splitSession, words: "one credential from \(words.joined(separator: ", "))"))
  }

  /// True for an address of the internet; each is judged once.
  private mutating func isPublic(_ address: StringID, _ steps: StepEngine) -> Bool {
    if let known = kinds[address] { return known }
    let found = PublicAddress.isPublic(steps.tables.strings.text(address))
    if kinds.count < Self.limit { kinds[address] = found }
    return found
  }
}
