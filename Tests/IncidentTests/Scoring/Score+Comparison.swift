import CloudTrail
import Incident

extension Score {
  /// Compares the timelines with the truth's events.
  init(events analysis: Analysis, with truth: Truth) {
    let sessions = Dictionary(uniqueKeysWithValues: analysis.sessions.map { ($0.id, $0) })
    for entry in analysis.timeline {
      guard let event = truth.events[entry.eventID] else {
        extra.append("\(entry.eventName) \(entry.eventID) by \(entry.actor)")
        continue
      }
      compare(entry, event, session: entry.session.flatMap { sessions[$0] })
    }
    let found = Set(analysis.timeline.map(\.eventID))
    missing += truth.events.keys.filter { !found.contains($0) }.sorted()
  }

  private mutating func compare(_ entry: TimelineEntry, _ event: Truth.Event, session: Session?) {
    let what = "\(entry.eventName) \(entry.eventID)"
    let method = entry.attribution.method
    let isOthers = session != nil && session?.runner == nil
    compare(
      .runner, entry.runner, event.runner, of: what,
      unless: event.why == "roleName" && method == .roleName && event.service == "sts.amazonaws.com"
        ? .unreadableTokenForSharedRole : nil)
    compare(
      .stage, entry.stage.rawValue, event.stage, of: what,
      unless: isOthers && entry.stage == .response ? .stageOfOthersIsResponse : nil)
    compare(
      .session, session?.accessKeyIDs ?? [], event.session.map { [$0] } ?? [], of: what,
      unless: allowance(event, session, isOthers: isOthers))
    compare(
      .task, entry.task, event.task, of: what,
      unless: entry.task == nil && event.call == "DescribeTasks" ? .severalTasks : nil)
    compare(
      .method, method.rawValue, event.why, of: what,
      unless: Self.otherNames[event.why]?.contains(method) == true ? .methodIsNamedOtherwise : nil)
  }

  private func allowance(_ event: Truth.Event, _ session: Session?, isOthers: Bool) -> Allowance? {
    guard event.session == nil, let session else { return nil }
    if isOthers { return .sessionOfOthersIsNamed }
    if event.why == "sharedEventID" { return .sessionOfCopyIsNamed }
    return session.accessKeyIDs == event.issued.map { [$0] } ? .sessionIssuedIsNamed : nil
  }

  private static let otherNames: [String: [Attribution.Method]] = [
    "roleName": [.resource], "taskId": [.resource], "roleSession": [.encryptionContext],
  ]
}

extension Score {
  /// Compares the sessions of runners with the truth's.
  init(sessions analysis: Analysis, with truth: Truth) {
    var byKey: [String: Session] = [:]
    for session in analysis.sessions {
      for key in session.accessKeyIDs { byKey[key] = session }
    }
    let byID = Dictionary(uniqueKeysWithValues: analysis.sessions.map { ($0.id, $0) })
    for expected in truth.sessions {
      guard let session = byKey[expected.session] else {
        missing.append(expected.session)
        continue
      }
      compare(session, expected, parent: session.issuedBy?.session.flatMap { byID[$0] })
    }
    let known = Set(truth.sessions.map(\.session))
    for session in analysis.sessions where session.runner != nil {
      if !session.accessKeyIDs.contains(where: known.contains) { extra.append(session.id) }
    }
  }

  private mutating func compare(_ session: Session, _ expected: Truth.Session, parent: Session?) {
    let what = expected.session
    compare(.sessionRunner, session.runner, expected.runner, of: what)
    compare(.sessionKind, session.kind.rawValue, expected.kind, of: what)
    compare(.sessionTask, session.task, expected.task, of: what)
    compare(.sessionParent, parent?.accessKeyIDs.first, expected.parent, of: what)
    compare(.sessionEvents, session.events, expected.events, of: what)
    compare(
      .sessionRole, [session.roleArn, session.roleID, session.roleSessionName],
      [expected.roleArn, expected.roleId, expected.roleSessionName], of: what,
      unless: expected.events == 0 && expected.task != nil ? .roleIDOfUnusedSession : nil)
    compare(
      .sessionTimes,
      [session.issuedBy?.eventID, session.issuedAt?.description, session.expiresAt?.description],
      [expected.issuedBy, expected.issuedAt, expected.expiresAt], of: what)
  }
}
