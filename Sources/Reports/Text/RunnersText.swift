package import Incident

extension Analysis {
  /// Where logs and inventory differ, a sentence each, safe for a terminal.
  package var conflictSentences: [String] {
    runners.flatMap { runner in
      (runner.listing?.conflicts ?? []).map {
        VisibleText.escaped("inventory: \(runner.name): \($0)")
      }
    }
  }
}

/// The runners for a terminal: a block of facts each.
enum RunnersText {
  /// The page.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    for runner in analysis.runners {
      RunnerHeading(name: runner.name, runner: runner).append(to: &page)
      page.facts(facts(of: runner), indent: 2)
    }
    if analysis.runners.isEmpty {
      page.sentence(analysis.noRunnerWords)
    }
    return page.bytes
  }

  private static func facts(of runner: Runner) -> [(label: VisibleText, values: [TextRun])] {
    let roles = runner.roles.map { role in
      let id = role.roleID.map { " (\($0))" } ?? ""
      return (
        label: VisibleText(role.kind.words), values: [TextRun(of: role.arn + id)]
      )
    }
    let lists: [(VisibleText, [String])] = [
      ("buckets", runner.buckets), ("clusters", runner.clusters), ("keys", runner.keys),
      ("log groups", runner.logGroups), ("accounts", runner.accounts),
      ("regions", runner.regions), ("seen", RunnerHeading.span(runner)),
      ("holds", runner.counts),
      ("known by", [runner.listing?.file ?? "the logs alone (inferred)"]),
      ("planned only", runner.listing?.planned ?? []),
    ]
    let conflicts = (runner.listing?.conflicts ?? []).map { TextRun(of: $0, .caution) }
    let identity = [
      ("subjects", runner.subjects), ("refused", runner.refusedSubjects),
      ("providers", runner.providers),
    ]
    return identity.map { (VisibleText($0), runs($1)) } + roles
      + lists.map { ($0, runs($1)) } + [("conflicts", conflicts)]
  }

  private static func runs(_ texts: [String]) -> [TextRun] { texts.map { TextRun(of: $0) } }
}

extension RoleKind {
  /// What the role is for, in words.
  var words: String {
    switch self {
    case .taskManager: "task manager role"
    case .execution: "execution role"
    case .task: "task role"
    case .login: "login role"
    case .other: "role reached"
    }
  }
}
