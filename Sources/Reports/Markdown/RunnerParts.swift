import CloudTrail
import Incident

/// What an analysis holds of each runner, in its order: there may be thousands, and each is told of
/// in several places.
struct RunnerParts: Sendable {
  private let runners: [String: [Runner]]
  private let sessions: [String?: [Session]]
  private let steps: [String: [StepVerdict]]
  private let findings: [String?: [Finding]]
  /// The time of the newest record.
  let end: EventTime?

  /// The parts of an analysis.
  init(_ analysis: Analysis) {
    runners = Dictionary(grouping: analysis.runners, by: \.name)
    sessions = Dictionary(grouping: analysis.sessions, by: \.runner)
    steps = Dictionary(grouping: analysis.steps, by: \.runner)
    findings = Dictionary(grouping: analysis.findings, by: \.runner)
    end = analysis.coverage.compactMap(\.lastTime).max()
  }

  /// The runners of this name: profiles may share one.
  func runners(named name: String) -> [Runner] { runners[name] ?? [] }

  /// Its credentials.
  func sessions(of runner: String) -> [Session] { sessions[runner] ?? [] }

  /// The verdicts on its steps.
  func steps(of runner: String) -> [StepVerdict] { steps[runner] ?? [] }

  /// The findings that concern it.
  func findings(of runner: String) -> [Finding] { findings[runner] ?? [] }
}
