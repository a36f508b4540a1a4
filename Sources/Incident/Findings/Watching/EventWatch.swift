internal import CloudTrail

/// The detectors in code: each looks at the events in order and notes what it takes several of
/// them, or the identity graph, to see.
///
///     event ─┬─ logins            LoginWatch
///            ├─ uses of sessions  AddressWatch, SessionWindows, habits
///            └─ tasks             TaskWatch, habits
///
/// They learn from what nothing was noticed of, in a clean time from everything. One thread; memory
/// is bounded by runners and sessions.
struct EventWatch {
  /// The calls that detectors want to see, beyond what every session does.
  enum Kind: Sendable {
    case login, download, upload, decrypt, definition, start, credential, secret, command, shell,
      push, trust
    case other
  }

  let steps: StepEngine
  private(set) var logins = LoginWatch()
  private var retirements = RetirementWatch()
  private var addresses = AddressWatch()
  private var uses: UseWatch
  private var tasks: TaskWatch
  private var downloads: SessionWindows
  private var decrypts: SessionWindows
  private var denials = SessionWindows()
  /// Calls that two accounts log are counted once.
  private var calls = SharedCalls(limit: 1_000)
  /// What is usual of each runner, by its number.
  var habits: [[Habit.Trait: Habit]]
  var pushers: [String: Habit] = [:]
  /// The names of programs by what they say they are.
  var families: [StringID: String] = [:]

  /// True for the logs of a time that is known to be clean.
  let isClean: Bool

  /// A watch that knows what was usual in `baseline`; `isClean` where it learns from logs of a time
  /// that is known to be clean, so that everything in them is usual.
  init(_ steps: StepEngine, _ baseline: Baseline, isClean: Bool) {
    self.steps = steps
    self.isClean = isClean
    uses = UseWatch(steps)
    habits = steps.states.map { _ in [:] }
    var usual: [Int: Baseline.Usual] = [:]
    for state in steps.states {
      guard let known = baseline.runners[state.facts.label] else { continue }
      usual[state.facts.number] = known
      state.watch = known.watch
      habits[state.facts.number] = known.habits
    }
    for state in steps.states { state.watch.isClean = isClean }
    tasks = TaskWatch(
      images: usual.mapValues(\.images), definitions: usual.mapValues(\.definitions))
    for (runner, known) in habits.enumerated() {
      logins.learn(known[.address]?.known ?? [], of: runner)
    }
    pushers = baseline.pushers
    downloads = SessionWindows(usual.mapValues(\.downloads), isClean: isClean)
    decrypts = SessionWindows(usual.mapValues(\.decrypts), isClean: isClean)
  }

  /// What is noticed of the next event.
  mutating func take(_ view: EventView, _ kind: Kind) -> EventNotes {
    var notes = EventNotes()
    if kind.isLookedAt { takeKind(kind, view, &notes) }
    uses.takeIndicator(view.event.address, steps, &notes)
    guard let runner = view.finding?.runner, runner < steps.states.count else { return notes }
    guard let session = view.finding?.session,
      steps.tables.graph.memberships[session]?.runner == runner
    else {
      if kind == .login {
        uses.takeAddress(view.event.address, steps, &notes)
      } else {
        uses.takeOther(view, kind, runner: runner, steps, &notes)
      }
      return notes
    }
    takeUse(view, session, runner, kind, &notes)
    return notes
  }

  private mutating func takeKind(_ kind: Kind, _ view: EventView, _ notes: inout EventNotes) {
    if kind == .login {
      logins.take(view, steps, isNewAddress: isNewAddress(view), &notes)
      retirements.takeLogin(view, steps, &notes)
      return noteLogin(view, &notes)
    }
    if kind == .command { return tasks.takeCommand(view) }
    if kind == .shell { return tasks.takeShell(view, &notes) }
    if kind == .push { return notePush(view, &notes) }
    if kind == .trust { return retirements.take(view, steps) }
    guard let number = view.finding?.runner, number < steps.states.count else { return }
    let runner = steps.states[number]
    let isSuspect = view.finding?.session.map(steps.isSuspect) ?? false
    switch kind {
    case .definition: tasks.takeDefinition(view, runner, isSuspect: isSuspect, &notes)
    case .start:
      tasks.takeStart(view, runner, isSuspect: isSuspect, steps, &notes)
      noteStart(view, number, isSuspect: isSuspect, &notes)
    case .credential: tasks.takeCredential(view, runner, steps, &notes)
    case .secret: tasks.takeSecret(view, runner, &notes)
    default: break
    }
  }

  // MARK: Uses of sessions

  private mutating func takeUse(
    _ view: EventView, _ session: Int, _ runner: Int, _ kind: Kind, _ notes: inout EventNotes
  ) {
    let isDirect = steps.tables.principals[view.event.principal].invokedBy == nil
    let role = steps.tables.graph.sessions.nodes[session].session.roleKind
    if isDirect {
      addresses.take(view.event, session, runner: runner, steps, &notes)
      uses.takeAddress(view.event.address, steps, &notes)
      if role?.isOfModule == true { uses.takeAgent(view.event.agent, steps, &notes) }
    }
    if role == .task { uses.takeBucket(view, runner, steps, &notes) }
    let outcome = steps.tables.outcome(view.event.errorCode)
    let isCopy = calls.isCopy(view.event)
    if outcome == .denied, !isCopy { noteDenial(view, session, runner, &notes) }
    guard outcome == .success else { return }
    if kind == .download, !isCopy { noteDownload(view, session, runner, &notes) }
    if kind == .upload, role != .task, role?.isOfModule == true, uses.brings(view, runner, steps) {
      notes.signals.append(Signal(name: .foreignWriter, words: "by its \(role?.words ?? "") role"))
    }
    if kind == .decrypt {
      if !isCopy { noteDecrypt(view, session, runner, &notes) }
      if isDirect, role == .task {
        notes.signals.append(Signal(name: .directDecrypt, words: "with no service in between"))
      }
    }
    noteRegion(view, session, runner, &notes)
    if !steps.ledger.isEmpty {
      uses.takeRevoked(view, steps.states[runner], steps, &notes)
    }
  }

  private mutating func noteDenial(
    _ view: EventView, _ session: Int, _ runner: Int, _ notes: inout EventNotes
  ) {
    let entry = SlidingWindow.Entry(
      time: view.event.time, id: view.event.id, value: Int(view.event.source.number), bytes: 0)
    let found = denials.take(entry, of: session, runner: runner) { window, _ in
      window.count >= 10 && window.distinct >= 3
    }
    guard let found else { return }
    notes.signals.append(
      Signal(
        name: .deniedBurst,
        words: "\(found.window.count) denied calls over \(found.window.distinct) services",
        evidence: found.evidence))
  }

  private mutating func noteDownload(
    _ view: EventView, _ session: Int, _ runner: Int, _ notes: inout EventNotes
  ) {
    let entry = SlidingWindow.Entry(
      time: view.event.time, id: view.event.id, value: view.event.resource.hashValue,
      bytes: Int(view.event.bytesOut))
    let isSuspect = steps.isSuspect(session)
    let found = downloads.take(entry, of: session, runner: runner, isSuspect: isSuspect) {
      window, usual in
      window.distinct >= max(10, 5 * usual.calls) || window.bytes >= max(100 << 20, 5 * usual.bytes)
    }
    guard let found else { return }
    notes.signals.append(
      Signal(
        name: .massDownload,
        words: "\(found.window.distinct) objects, \(found.window.bytes >> 20) MiB in ten minutes",
        evidence: found.evidence))
  }

  private mutating func noteDecrypt(
    _ view: EventView, _ session: Int, _ runner: Int, _ notes: inout EventNotes
  ) {
    let entry = SlidingWindow.Entry(
      time: view.event.time, id: view.event.id, value: view.event.contextArn.hashValue, bytes: 0)
    let isSuspect = steps.isSuspect(session)
    let found = decrypts.take(entry, of: session, runner: runner, isSuspect: isSuspect) {
      window, usual in
      usual.sessions >= Habit.enough && window.distinct >= max(20, 5 * usual.calls)
    }
    guard let found else { return }
    notes.signals.append(
      Signal(
        name: .decryptBurst, words: "\(found.window.distinct) data keys in ten minutes",
        evidence: found.evidence))
  }

  private static let global: Set<String> = [
    "iam.amazonaws.com", "sts.amazonaws.com", "cloudfront.amazonaws.com", "route53.amazonaws.com",
    "organizations.amazonaws.com", "support.amazonaws.com", "health.amazonaws.com",
  ]

  private mutating func noteRegion(
    _ view: EventView, _ session: Int, _ runner: Int, _ notes: inout EventNotes
  ) {
    let texts = steps.tables.texts
    guard view.event.region != .none, !Self.global.contains(texts[view.event.source]) else {
      return
    }
    note(
      .region, [texts[view.event.region]], of: runner, isSuspect: steps.isSuspect(session), &notes)
  }

  // MARK: Results

  /// What was usual for each runner, for another analysis.
  mutating func baseline() -> Baseline {
    var baseline = Baseline()
    baseline.pushers = pushers
    let downloads = downloads.finish()
    let decrypts = decrypts.finish()
    for state in steps.states {
      let number = state.facts.number
      baseline.runners[state.facts.label] = Baseline.Usual(
        habits: habits[number], images: tasks.images[number] ?? [],
        definitions: tasks.definitions[number] ?? TaskWatch.Definitions(),
        downloads: downloads[number] ?? Baseline.Usage(),
        decrypts: decrypts[number] ?? Baseline.Usage(), watch: state.watch.learned)
    }
    return baseline
  }
}
