internal import CloudTrail

/// Makes the case of each runner that something happened to: milestones, metrics, exposure.
struct CaseWriter {
  let engine: StepEngine
  let facts: IncidentFacts
  let sessions: [Session]
  let steps: [StepVerdict]
  /// The time of the newest record.
  let end: EventTime?

  private typealias Milestone = IncidentCase.Milestone

  /// By runner; those of whom nothing suspicious is known or given are left out.
  func cases() -> [IncidentCase] {
    engine.states.filter { $0.incident.isIncident }
      .sorted { ($0.facts.label, $0.facts.number) < ($1.facts.label, $1.facts.number) }
      .map(caseOf)
  }

  private func caseOf(_ state: RunnerState) -> IncidentCase {
    let name = state.facts.label
    let facts = facts.concerns(name) ? facts : IncidentFacts()
    let own = sessions.filter { $0.runner == name }
    let suspects = own.filter(\.isSuspect)
    var result = IncidentCase(
      runner: name, start: state.incident.time, startBasis: state.incident.words)
    result.suspectSessions = suspects.map(\.id)
    result.suspectAddresses = Set(suspects.flatMap(\.sourceIPAddresses)).sorted()
    result.accounts = state.facts.accounts.sorted()
    result.regions = state.workRegions
    result.attestations = facts.attestations
    result.milestones = [
      compromise(state, facts), firstCall(state), detected(state, facts), notified(state, facts),
      deactivated(suspects), contained(suspects, name), eradicated(name, facts), recovered(facts),
    ]
    result.metrics = metrics(result)
    result.exposure = exposure(state, suspects)
    return result
  }

  // MARK: Milestones

  private func compromise(_ state: RunnerState, _ facts: IncidentFacts) -> Milestone {
    if let time = facts.compromised {
      return Milestone(.initialCompromise, time, .given, "as the facts say")
    }
    guard let suspicion = state.incident.suspicion else {
      return Milestone(
        .initialCompromise, nil, .unknown, "nothing in the logs looks like it began there")
    }
    var row = Milestone(.initialCompromise, suspicion.time, .inferred, suspicion.words)
    row.eventID = suspicion.eventID
    return row
  }

  private func firstCall(_ state: RunnerState) -> Milestone {
    guard let call = state.firstUnauthorized else {
      return Milestone(
        .firstUnauthorizedCall, nil, .unknown, "no call by a suspicious session is in the logs")
    }
    var row = Milestone(.firstUnauthorizedCall, call.time, .logged, call.words)
    (row.eventID, row.actor) = (call.eventID, call.actor)
    return row
  }

  private func detected(_ state: RunnerState, _ facts: IncidentFacts) -> Milestone {
    moment(.detectionAlert, facts.detected, "detected", state)
  }

  private func notified(_ state: RunnerState, _ facts: IncidentFacts) -> Milestone {
    moment(.teamNotified, facts.notified, "notified", state)
  }

  /// What no log tells: given, else no later than the first action of responders.
  private func moment(
    _ kind: Milestone.Kind, _ given: EventTime?, _ key: String, _ state: RunnerState
  ) -> Milestone {
    if let given { return Milestone(kind, given, .given, "as the facts say") }
    guard let action = state.firstResponse else {
      return Milestone(
        kind, nil, .unknown, "no action of responders is in the logs; give '\(key)' in --facts")
    }
    var row = Milestone(
      kind, action.time, .inferred,
      "no later than the first action of responders, \(action.words); give '\(key)' in --facts")
    (row.eventID, row.actor) = (action.eventID, action.actor)
    return row
  }

  private func deactivated(_ suspects: [Session]) -> Milestone {
    let cuts = suspects.flatMap { session in
      session.revocations.filter { !$0.hasFailed }.map { (session, $0) }
    }
    guard let (session, first) = cuts.min(by: { ($0.1.from, $0.0.id) < ($1.1.from, $1.0.id) })
    else {
      return Milestone(
        .credentialDeactivated, nil, .unknown,
        suspects.lazy.compactMap { session in
          session.failureWords.map { "session \(session.id): \($0)" }
        }.first ?? "nothing cut off a suspicious credential")
    }
    var row = Milestone(
      .credentialDeactivated, first.from, .logged,
      "\(first.words) (session \(session.id)\(first.until.map { ", until \($0)" } ?? ""))")
    row.eventID = first.eventID
    row.actor = engine.actors[first.eventID]
    return row
  }

  private func contained(_ suspects: [Session], _ runner: String) -> Milestone {
    guard !suspects.isEmpty else {
      return Milestone(.containmentComplete, nil, .unknown, "no suspicious credential is known")
    }
    let dying = suspects.compactMap { session in session.deadAt.map { (time: $0, session) } }
    guard dying.count == suspects.count,
      let (dead, last) = dying.max(by: { ($0.time, $0.1.id) < ($1.time, $1.1.id) })
    else {
      return Milestone(.containmentComplete, nil, .unknown, "the expiry of a credential is unknown")
    }
    let words = "session \(last.id) of \(last.roleName)"
    if let end, dead > end {
      return Milestone(
        .containmentComplete, nil, .unknown,
        "NOT COMPLETE: \(words) is valid until \(dead), and "
          + (last.failureWords ?? "nothing revokes it"))
    }
    let cut = last.cutOff.flatMap { $0.from == dead ? $0 : nil }
    var row = Milestone(
      .containmentComplete, dead, cut == nil ? .inferred : .logged,
      "the last suspicious credential, \(words), \(cut == nil ? "expired" : "was revoked")")
    row.eventID = cut?.eventID
    row.actor = row.eventID.flatMap { engine.actors[$0] }
    return row
  }

  private func eradicated(_ runner: String, _ facts: IncidentFacts) -> Milestone {
    let own = steps.filter { $0.runner == runner }
    let open = own.filter { ![.done, .notApplicable].contains($0.status) }
      .filter { step in
        !facts.attestations.contains { $0.step == step.step } || step.status == .contradicted
      }
    if let worst = open.first(where: { $0.status == .contradicted }) ?? open.first {
      let more = open.count - 1
      let rest = more > 0 ? ", and \(more) more \(more == 1 ? "step is" : "steps are") open" : ""
      return Milestone(
        .eradicationComplete, nil, .unknown,
        "NOT COMPLETE: step '\(worst.title)' is \(worst.status.phrase)\(rest)")
    }
    let times = own.compactMap(\.lastTime) + facts.attestations.map(\.at)
    guard let last = times.max() else {
      return Milestone(.eradicationComplete, nil, .unknown, "no step was done")
    }
    return Milestone(.eradicationComplete, last, .inferred, "the last evidence of the last step")
  }

  private func recovered(_ facts: IncidentFacts) -> Milestone {
    guard let time = facts.recovered else {
      return Milestone(
        .recoveryValidated, nil, .unknown, "no log tells; give 'recovered' in --facts")
    }
    return Milestone(.recoveryValidated, time, .given, "as the facts say")
  }

  // MARK: Metrics

  private func metrics(_ incident: IncidentCase) -> [IncidentCase.Metric] {
    let pairs: [(IncidentCase.Metric.Kind, Milestone.Kind, Milestone.Kind)] = [
      (.timeToDetect, .firstUnauthorizedCall, .detectionAlert),
      (.timeToNotify, .detectionAlert, .teamNotified),
      (.timeToContain, .teamNotified, .credentialDeactivated),
      (.timeToRecover, .containmentComplete, .recoveryValidated),
      (.totalDuration, .initialCompromise, .recoveryValidated),
    ]
    return pairs.map { kind, first, second in
      let ends = [incident[first], incident[second]].compactMap { $0 }
      let missing = ends.filter { $0.time == nil }
      let basis = "\(first.words) → \(second.words)"
      guard missing.isEmpty, let from = ends.first?.time, let to = ends.last?.time else {
        let names = missing.map(\.kind.words).joined(separator: " and ")
        return .init(kind, seconds: nil, source: .unknown, basis: "\(basis); not known: \(names)")
      }
      let isInferred = ends.contains { $0.source == .inferred }
      return .init(
        kind, seconds: Int(to.seconds - from.seconds), source: isInferred ? .inferred : .given,
        basis: basis)
    }
  }

  private func exposure(_ state: RunnerState, _ suspects: [Session]) -> IncidentCase.Exposure? {
    guard let from = state.firstUnauthorized?.time ?? state.incident.suspicion?.time else {
      return nil
    }
    let ends = suspects.compactMap { session in session.deadAt.map { ($0, session.id) } }
    guard let last = ends.max(by: { $0 < $1 }) else { return nil }
    return IncidentCase.Exposure(
      from: from, to: last.0, isOpen: end.map { last.0 > $0 } ?? false, session: last.1)
  }
}

extension Session {
  /// The name of the role without account and path.
  package var roleName: String {
    roleArn.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "an unknown role"
  }

  /// What shows that a revocation did not hold, in the middle of a sentence; nil where all do.
  fileprivate var failureWords: String? {
    guard let failed = revocations.first(where: \.hasFailed),
      let last = afterRevocation?.lastSucceeded
    else { return nil }
    return "its revocation of \(failed.from) does not hold: a call was let through at \(last)"
  }
}

extension StepVerdict.Status {
  /// How it stands, in the middle of a sentence.
  fileprivate var phrase: String {
    switch self {
    case .done: "done"
    case .partial: "partly done"
    case .notSeen: "not seen"
    case .contradicted: "contradicted"
    case .notAssessable: "not to be told from these logs"
    case .notApplicable: "not needed"
    }
  }
}

extension IncidentCase.Milestone.Kind {
  /// The row's title, as AWS's incident response playbooks have it.
  package var words: String {
    switch self {
    case .initialCompromise: "initial compromise (estimated)"
    case .firstUnauthorizedCall: "first unauthorized API call"
    case .detectionAlert: "detection alert"
    case .teamNotified: "IR team notified"
    case .credentialDeactivated: "credential deactivated"
    case .containmentComplete: "containment complete"
    case .eradicationComplete: "eradication complete"
    case .recoveryValidated: "recovery validated"
    }
  }
}
