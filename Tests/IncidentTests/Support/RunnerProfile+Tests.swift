import Incident

extension RunnerProfile {
  /// The profiles of the rotation playbook, written out: a change there must not bend these tests.
  static let all = [humanitec, RunnerProfile(id: "web-identity")]

  private static let humanitec = RunnerProfile(
    id: "humanitec-ecs", providers: patterns("oidc.humanitec.dev"),
    subject: NamePattern("{org}+{runner}"),
    roles: [
      (RoleKind.taskManager, "{runner}-ecs-task-manager-{hex8}"),
      (.execution, "{runner}-execution-{hex8}"), (.task, "{runner}-task-{hex8}"),
    ].compactMap { kind, text in NamePattern(text).map { (kind, $0) } },
    buckets: patterns("{runner}-state", "{runner}-artifacts"),
    clusters: patterns("{runner}-cluster-*"),
    logGroups: patterns("/aws/ecs/{runner}", "/aws/ecs/{runner}/*"))

  private static func patterns(_ texts: String...) -> [NamePattern] {
    texts.compactMap { NamePattern($0) }
  }
}
