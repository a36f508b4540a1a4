import CloudTrail
import Incident

/// The verdicts for a terminal: each runner's steps in the order of the playbook.
enum StepsText {
  private static let column = 14

  /// The page.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    let times = EventTimes(analysis.timeline)
    let steps = Dictionary(grouping: analysis.steps, by: \.runner)
    appendAlarms(analysis, to: &page)
    for heading in RunnerHeading.all(in: analysis, mentioned: Array(steps.keys)) {
      heading.append(to: &page)
      if let basis = steps[heading.name]?.compactMap(\.sinceBasis).first {
        page.sentence(basis, .faint)
      }
      for verdict in steps[heading.name] ?? [] { append(verdict, times, to: &page) }
    }
    if steps.isEmpty { page.sentence(analysis.noStepWords) }
    return page.bytes
  }

  /// Before all details: what was thought to be done and is not.
  private static func appendAlarms(_ analysis: Analysis, to page: inout TextPage) {
    let end = analysis.coverage.compactMap(\.lastTime).max()
    for verdict in analysis.steps where verdict.status == .contradicted {
      page.line([
        TextRun(VisibleText(verdict.status.words).fitted(to: column), .alarm),
        TextRun(of: "\(verdict.runner): \(verdict.title)", .heading),
      ])
      page.sentence(verdict.reason, .alarm, indent: column)
    }
    let runners = Set(analysis.steps.filter { $0.status == .contradicted }.map(\.runner)).sorted()
    for runner in runners {
      let sessions = analysis.sessions.filter { $0.runner == runner && $0.isSuspect }
      guard let end else { continue }
      for session in LiveCredentials(sessions, at: end).live {
        page.sentence(
          "suspicious session \(session.id) of role \(session.roleName) is valid until "
            + "\(session.latestExpiry?.dayAndClock ?? "a time that is not known")",
          .alarm, indent: column, label: "still valid")
      }
    }
  }

  private static func append(
    _ verdict: StepVerdict, _ times: EventTimes, to page: inout TextPage
  ) {
    page.line([
      TextRun(VisibleText(verdict.status.words).fitted(to: column), verdict.status.ink),
      TextRun(of: verdict.title, .heading), TextRun(of: "  \(verdict.step)", .faint),
    ])
    page.sentence(verdict.note, indent: column)
    page.facts(
      [
        ("evidence", times.runs(verdict.evidence, .plain)),
        ("against it", times.runs(verdict.contradictions, .alarm)),
        ("missing", verdict.missing.map { TextRun(of: $0, .caution) }),
        ("by", verdict.actors.map { TextRun(of: $0) }),
        ("attested", verdict.attestation.map { [TextRun(of: $0.words)] } ?? []),
      ], indent: column)
  }
}

extension StepVerdict.Status {
  fileprivate var ink: TextRun.Ink {
    switch self {
    case .done: .good
    case .partial, .notSeen: .caution
    case .contradicted: .alarm
    case .notAssessable: .accent
    case .notApplicable: .faint
    }
  }
}

/// When events on the timeline happened, to go with ids too short to look up.
struct EventTimes: Sendable {
  private let times: [String: EventTime]
  /// Ids shown before "and … more".
  private static let limit = 6

  /// The times of a timeline.
  init(_ timeline: [TimelineEntry]) {
    times = Dictionary(
      timeline.map { ($0.eventID, $0.eventTime) }, uniquingKeysWith: { first, _ in first })
  }

  /// The first of the ids with their times, and how many more there are.
  func runs(_ ids: [String], _ ink: TextRun.Ink) -> [TextRun] {
    let shown = ids.prefix(Self.limit).map { TextRun(of: words($0), ink) }
    let rest = ids.count - shown.count
    return rest > 0 ? shown + [TextRun(of: "\(rest.grouped) more", .faint)] : shown
  }

  /// The begin of the id, and the time where it is known.
  private func words(_ id: String) -> String {
    let short = id.prefix { $0 != "-" }.prefix(12)
    return short + (times[id].map { " \($0.dayAndClock)" } ?? "")
  }
}
