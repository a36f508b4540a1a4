import Incident

/// Who the runners are: a list of facts each.
struct RunnersSection: Sendable {
  private let runners: [Runner]
  private let noRunnerWords: String

  /// The section of an analysis.
  init(_ analysis: Analysis) {
    runners = analysis.runners
    noRunnerWords = analysis.noRunnerWords
  }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    if runners.isEmpty { page.paragraph("\(prose: noRunnerWords)") }
    for runner in runners {
      page.heading(3, "\(code: runner.name)")
      page.list(facts(of: runner).map { (0, $0) })
    }
  }

  private func facts(of runner: Runner) -> [Markdown] {
    let roles = runner.roles.map { role in
      let last = role.lastSeen.clock(after: role.firstSeen)
      let span = "\(role.firstSeen.dayAndClock) to \(last)"
      let id: Markdown = role.roleID.map { ", \(code: $0)" } ?? ""
      return Markdown(
        "\(prose: role.kind.words): \(code: role.arn)\(id), seen \(prose: span)"
      )
    }
    let lists: [(Markdown, [String])] = [
      ("buckets", runner.buckets), ("clusters", runner.clusters), ("KMS keys", runner.keys),
      ("log groups", runner.logGroups), ("accounts", runner.accounts),
      ("regions", runner.regions),
      ("planned in Terraform, not there yet", runner.listing?.planned ?? []),
    ]
    let span = RunnerHeading.span(runner).map { Markdown("seen: \(prose: $0)") }
    let counts = runner.counts.map { Markdown(prose: $0) }.joined(", ")
    return ["profile: \(prose: runner.standing)"]
      + named([
        ("subjects", runner.subjects), ("refused subjects of others", runner.refusedSubjects),
        ("providers", runner.providers),
      ]) + roles
      + named(lists) + span + ["on the timeline: \(counts)"]
  }

  private func named(_ lists: [(Markdown, [String])]) -> [Markdown] {
    lists.filter { !$0.1.isEmpty }.map { name, texts in
      "\(name): \(texts.map { Markdown(code: $0) }.joined(", "))"
    }
  }
}
