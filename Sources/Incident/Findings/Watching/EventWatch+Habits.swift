internal import CloudTrail

/// What is usual of logins, tasks, regions and images, and what is new.
extension EventWatch {
  mutating func note(
    _ trait: Habit.Trait, _ values: [String], of runner: Int, isSuspect: Bool,
    _ notes: inout EventNotes
  ) {
    // In its place: what is usual is not copied for each event.
    let new = values.filter { habits[runner][trait]?.isNew($0) == true }
    if !new.isEmpty { notes.firstSeen[trait] = new }
    guard !isSuspect else { return }
    for value in values {
      habits[runner][trait, default: Habit()].learn(value, isClean: isClean)
    }
  }

  mutating func noteLogin(_ view: EventView, _ notes: inout EventNotes) {
    guard view.outcome == .success, let runner = view.finding?.runner, runner < steps.states.count,
      let issued = steps.tables.graph.sessions.issued[view.event.id]
    else { return }
    // A session holds two dozen texts, of which few are asked for here.
    let nodes = steps.tables.graph.sessions.nodes
    noteAddress(view, runner, &notes)
    let isSuspect = steps.isSuspect(issued)
    if let subject = nodes[issued].session.subject {
      note(.subject, [subject], of: runner, isSuspect: isSuspect, &notes)
    }
    if let provider = nodes[issued].session.provider {
      note(.provider, [provider], of: runner, isSuspect: isSuspect, &notes)
    }
    note(.userAgent, [family(of: view)], of: runner, isSuspect: isSuspect, &notes)
    note(
      .sessionName, [nodes[issued].session.roleSessionName ?? ""], of: runner,
      isSuspect: isSuspect, &notes)
    if let audience = nodes[issued].session.audience {
      note(.audience, [audience], of: runner, isSuspect: isSuspect, &notes)
    }
    if let start = nodes[issued].session.issuedAt, let end = nodes[issued].session.expiresAt {
      noteDuration(from: start, to: end, runner, isSuspect: isSuspect, &notes)
    }
  }

  /// A session that may live longer than any before; without a habit, longer than an hour.
  private mutating func noteDuration(
    from issued: EventTime, to expiry: EventTime, _ runner: Int, isSuspect: Bool,
    _ notes: inout EventNotes
  ) {
    let minutes = (expiry.seconds - issued.seconds + 30) / 60
    let habit = habits[runner][.duration] ?? Habit()
    let longest = habit.known.compactMap(Int64.init).max() ?? 0
    let isLong =
      habit.isFormed
      ? minutes > longest + 5 : minutes > 65 && steps.states[runner].facts.hasNamedRoles
    if isLong { notes.firstSeen[.duration] = ["\(minutes) minutes"] }
    guard !isSuspect else { return }
    habits[runner][.duration, default: Habit()].learn("\(minutes)", isClean: isClean)
  }

  /// The name of the program of a call.
  private mutating func family(of view: EventView) -> String {
    if let known = families[view.event.agent] { return known }
    let family = Self.family(view.agent)
    if families.count < 10_000 { families[view.event.agent] = family }
    return family
  }

  /// The name of a program without its version.
  private static func family(_ agent: String) -> String {
    let plain = agent.drop { $0 == "[" }
    let name = plain.prefix { $0 != "/" && $0 != " " }.lowercased()
    return agent.holds("kali") || agent.holds("parrot") ? "\(name) (\(agent))" : name
  }

  mutating func noteStart(
    _ view: EventView, _ runner: Int, isSuspect: Bool, _ notes: inout EventNotes
  ) {
    guard view.sessionRunner == runner, view.outcome == .success else { return }
    let reading = TaskReading(view)
    note(.cluster, [reading.cluster], of: runner, isSuspect: isSuspect, &notes)
    note(.subnet, reading.subnets, of: runner, isSuspect: isSuspect, &notes)
    note(.securityGroup, reading.securityGroups, of: runner, isSuspect: isSuspect, &notes)
  }

  mutating func notePush(_ view: EventView, _ notes: inout EventNotes) {
    guard view.outcome == .success, let name = view.record?.request("repositoryName") else {
      return
    }
    let actor = view.principal.issuerArn ?? view.actor
    var habit = pushers[name] ?? Habit()
    if habit.isNew(actor) { notes.firstSeen[.pusher] = [actor] }
    habit.learn(actor, isClean: isClean)
    if pushers.count < Habit.limit { pushers[name] = habit }
  }

  /// True for a public address that is none of those a runner has the habit to log in from.
  func isNewAddress(_ view: EventView) -> Bool {
    guard let runner = view.finding?.runner, runner < habits.count,
      view.isPublic
    else { return false }
    guard let habit = habits[runner][.address] else { return false }
    if habit.isNew(view.address) { return true }
    // Of an address that guessed before, one usual login from elsewhere tells enough.
    return logins.hasGuessed(view.address) && habit.count > 0
      && !habit.knows(view.address)
  }

  /// Learns where a login came from, unless that was out of the ordinary in a time that may not be
  /// clean.
  private mutating func noteAddress(
    _ view: EventView, _ runner: Int, _ notes: inout EventNotes
  ) {
    let names = notes.signals.map(\.name)
    let isNew = names.contains(.newLoginAddress) || names.contains(.nearLoginAddress)
    if isNew { notes.firstSeen[.address] = [view.address] }
    if !isClean, isNew || names.contains(.guessingThenSuccess) { return }
    habits[runner][.address, default: Habit()].learn(view.address, isClean: isClean)
  }
}
