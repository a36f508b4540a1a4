internal import CloudTrail

/// Watches for logins with an identity that was retired: its runner has a new id, or a trust policy
/// that admits its subject no longer.
struct RetirementWatch {
  /// What retired a runner's identity.
  private struct Retirement {
    var time: EventTime
    var words: String
  }

  /// By the number of the runner, as trust policies tell; the first of them, until the subject is
  /// admitted again.
  private var retired: [Int: Retirement] = [:]

  /// Takes a trust policy that a role was given.
  mutating func take(_ view: EventView, _ steps: StepEngine) {
    guard view.outcome == .success, let trust = view.trust,
      let owner = view.finding?.runner, owner < steps.states.count
    else { return }
    for number in [owner] + (steps.forerunners[owner] ?? []) {
      let runner = steps.states[number]
      let expectation = RequestReading(view: view, runner: runner).expectation
      let isOwn = view.roleNames.contains(where: runner.facts.loginRoleNames.contains)
      if trust.admitsRunner(expectation) {
        if isOwn { retired[number] = nil }
        // Who lets strangers in does not retire the runner.
      } else if isOwn || Self.isSuccessor(view, of: runner), retired[number] == nil,
        trust.violations(expectation).isEmpty
      {
        retired[number] = Retirement(
          time: view.time,
          words: isOwn
            ? "its trust policy has not admitted it since \(view.time)"
            : "the role of another runner id was made at \(view.time)")
      }
    }
  }

  /// True where the login role of a runner that took the place of `runner` is named.
  private static func isSuccessor(_ view: EventView, of runner: RunnerState) -> Bool {
    runner.facts.successorRoles.contains { role in
      [.taskManager, .login].contains(role.kind)
        && (role.name.map(view.roleNames.contains) ?? false)
    }
  }

  /// What is noticed of a login that was let in.
  func takeLogin(_ view: EventView, _ steps: StepEngine, _ notes: inout EventNotes) {
    guard view.outcome == .success, let runner = view.finding?.runner, runner < steps.states.count,
      let retirement = retirement(of: runner, view, steps),
      view.time > retirement.time.advanced(by: steps.playbook.grace)
    else { return }
    notes.signals.append(Signal(name: .retiredIdentity, words: retirement.words))
  }

  /// The earliest of what retired the identity that logs in.
  private func retirement(
    of runner: Int, _ view: EventView, _ steps: StepEngine
  ) -> Retirement? {
    let facts = steps.states[runner].facts
    let graph = steps.tables.graph
    var found = facts.successors.compactMap { number in
      graph.firstSeen(of: number).map {
        Retirement(time: $0, words: "\(graph.runners[number].name) took its place at \($0)")
      }
    }
    // A role may by now admit another subject than the one that was retired.
    if let own = retired[runner], view.principal.userName.map(facts.owns) ?? false {
      found.append(own)
    }
    return found.min { $0.time < $1.time }
  }
}
