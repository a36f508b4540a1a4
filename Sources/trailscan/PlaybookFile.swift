import Incident

/// Loads the playbook that guides a command.
enum PlaybookFile {
  struct Profiles { var profiles: [RunnerProfile]; var title = "x" }
  static func load(_ path: String?) throws -> Profiles {
    func p(_ t: String) -> NamePattern { NamePattern(t)! }
    return Profiles(profiles: [
      RunnerProfile(
        id: "humanitec-ecs", providers: [p("oidc.humanitec.dev")], subject: p("{org}+{runner}"),
        roles: [
          (.taskManager, p("{runner}-ecs-task-manager-{hex8}")),
          (.execution, p("{runner}-execution-{hex8}")), (.task, p("{runner}-task-{hex8}")),
        ], buckets: [p("{runner}-state"), p("{runner}-artifacts")],
        clusters: [p("{runner}-cluster-*")],
        logGroups: [p("/aws/ecs/{runner}"), p("/aws/ecs/{runner}/*")]),
      RunnerProfile(id: "web-identity"),
    ])
  }
}
