import Incident
import Sigma
import Testing

/// Faults of a playbook, with their places.
@Suite struct PlaybookCheckerTests {
  /// A playbook without faults, in parts that tests exchange.
  private static func playbook(
    head: String = "", profile: String = "", rule: String = "", part: String = "",
    step: String = "", select: String = "eventSource: iam.amazonaws.com", id: String = "one"
  ) -> String {
    """
    schema: trailscan.playbook/1
    id: test
    title: Test
    \(head)
    profiles:
      - id: p
        \(profile)
    steps:
      - id: first
        title: First
        \(step)
        parts:
          - id: seen
            title: something
            \(part)
            evidence:
              - id: \(id)
                title: a call
                \(rule)
                select: {\(select)}
    """
  }

  private static func faults(_ text: String) -> [String] {
    let loading = Playbook.load(SourceText(name: "p.yaml", text: text))
    #expect((loading.playbook == nil) == !loading.diagnostics.errors.isEmpty)
    return loading.diagnostics.errors.map { "\($0.place.line):\($0.place.column) \($0.reason)" }
  }

  @Test func acceptsWhatIsRight() {
    #expect(Self.faults(Self.playbook()) == [])
  }

  @Test(arguments: [
    (playbook(head: "grace: soon"), "4:8 expected a length of time such as 90s, 10m, 6h or 7d"),
    (
      playbook(head: "respnders: []"),
      "4:1 unknown key 'respnders' in the playbook; did you mean 'responders'?"
    ),
    (
      playbook(head: "networks: {office: [10.0.0.0/99]}"),
      "4:21 '10.0.0.0/99' is not an address or a range such as 10.0.0.0/8"
    ),
    (playbook(profile: "subject: '{org}+runner'"), "7:14 the pattern must name {runner}"),
    (playbook(profile: "buckets: ['{runner']"), "7:15 a brace is not closed, or encloses no name"),
    (
      playbook(profile: "roles: {manager: '{runner}-m'}"),
      "7:13 'manager' is not a kind of role: taskManager, execution, task, login, other"
    ),
    (
      playbook(profile: "grants: {task: GetObject}"),
      "7:20 an action names its service, such as 's3:GetObject'"
    ),
    (
      playbook(rule: "by: responder"),
      "19:17 'responder' is not a caller: responders, runner, anyone; did you mean 'responders'?"
    ),
    (playbook(rule: "outcome: ok"), "19:22 'ok' is not an outcome: success, denied, failed, any"),
    (playbook(rule: "weak: maybe"), "19:19 expected true or false, found 'maybe'"),
    (playbook(rule: "after: [nobody]"), "19:21 unknown rule or part 'nobody'"),
    (playbook(rule: "after: [one]"), "19:21 the rule can match nothing: it waits for itself"),
    (playbook(rule: "undoneBy: [on]"), "19:24 unknown rule or part 'on'"),
    (
      playbook(rule: "effect: {endsSessionsOf: trailscan.roleNames}"),
      "19:21 an effect that ends sessions needs 'issuedBefore'"
    ),
    (playbook(part: "forEach: runner.roles"), "15:18 unknown set 'runner.roles'"),
    (playbook(part: "except: captured.keys"), "15:17 unknown capture 'captured.keys'"),
    (playbook(step: "after: [second]"), "11:13 unknown step 'second'"),
    (
      playbook(step: "after: [first]"),
      "11:13 the step is never reached: it waits for itself (first → first)"
    ),
    (playbook(step: "needs: [{events: writes}]"), "11:13 a need names 'regions' or 'buckets'"),
    (
      playbook(step: "needs: [{events: writes, regions: [here]}]"),
      "11:40 'here' is no region: global, runner, runner.buckets, runner.keys, "
        + "runner.logGroups, captured.…, a name"
    ),
    (
      playbook(step: "needs: [{events: writes, regions: [captured.keys]}]"),
      "11:40 unknown set 'captured.keys'"
    ),
    (
      playbook(step: "applies: {ifAny: [runner.keys]}"),
      "11:14 'applies' does not say what is 'unknown' where nothing tells"
    ),
    (
      playbook(select: "trailscan.runer: x"),
      "20:22 unknown field 'trailscan.runer'; did you mean 'trailscan.runner'?"
    ),
    (
      playbook(select: "a|expand: '%runner.bucket%'"),
      "20:32 unknown placeholder '%runner.bucket%'; did you mean 'runner.buckets'?"
    ),
    (playbook(select: "a|expand: '%item%'"), "20:32 '%item%' needs a 'forEach'"),
    (
      playbook(select: "trailscan.outcome: sucess"),
      "20:41 'sucess' can match nothing: trailscan.outcome is one of success, denied, throttled, notFound, error; did you mean 'success'?"
    ),
    (
      playbook(select: "eventSource: iam"),
      "20:35 'iam' can match nothing: a service is called '….amazonaws.com'"
    ),
    (
      playbook(select: "errorCode: AccessDenied"),
      "20:22 can match nothing: without 'outcome' only calls that succeeded are asked about"
    ),
    (playbook(select: "x: {condition: y}"), "20:25 expected a value, found a mapping"),
    (playbook(id: "a b"), "17:17 an id is made of letters, digits and '-'"),
  ])
  func namesTheFault(_ text: String, _ fault: String) {
    #expect(Self.faults(text) == [fault])
  }

  @Test func findsSelectionsThatExcludeEachOther() {
    let select =
      "a: {eventName: GetRole}, b: {eventName: PutRole}, condition: a and b"
    #expect(
      Self.faults(Self.playbook(select: select)) == [
        "17:17 the selection can match nothing: no call fits all of it"
      ])
  }

  @Test func intrudersAreToldByWhatWasMade() throws {
    let capture = """
      captures:
        - {id: made, title: t, select: {eventName: CreateUser}, value: trailscan.access, intruders: true}
      """
    #expect(Self.faults(Self.playbook(head: capture)) == [])
    #expect(
      Self.faults(Self.playbook(head: capture.replacing(".access", with: ".actor"))) == [
        "5:10 'intruders' are told by 'value: trailscan.access'"
      ])
  }

  @Test func findsStepsInACircle() {
    let second =
      "  - {id: second, title: t, after: first, parts: [{id: seen, title: t, evidence: "
      + "[{id: one, title: t, select: {a: b}}]}]}"
    let text = Self.playbook(step: "after: [second.seen]") + "\n" + second
    #expect(
      Self.faults(text) == [
        "11:13 the step is never reached: it waits for itself (first → second → first)",
        "21:35 the step is never reached: it waits for itself (second → first → second)",
      ])
  }

  @Test func tellsAllFaultsAtOnce() {
    let text = """
      schema: trailscan.playbook/2
      id: rotation
      profiles: []
      steps:
        - id: review
          titel: Review
          parts:
            - id: seen
              title: something
              evidence:
                - id: look
                  title: a look
                  select: {eventName: GetRole, trailscan.roleName|expand: '%runner.role%'}
                - id: look
                  title: another look
                  select: {eventName: GetRole}
      """
    let loading = Playbook.load(SourceText(name: "mine.yaml", text: text))
    let told = loading.diagnostics.errors.map(\.description).joined(separator: "\n")
    #expect(
      told == """
        mine.yaml:1:1: the playbook has no 'title'
          1 | schema: trailscan.playbook/2
              ^
        mine.yaml:1:9: this program reads 'trailscan.playbook/1', not 'trailscan.playbook/2'
          1 | schema: trailscan.playbook/2
                      ^
        mine.yaml:3:11: the playbook names no profile
          3 | profiles: []
                        ^
        mine.yaml:5:5: a step has no 'title'
          5 |   - id: review
                  ^
        mine.yaml:6:5: unknown key 'titel' in a step; did you mean 'title'?
          6 |     titel: Review
                  ^
        mine.yaml:13:42: unknown field 'trailscan.roleName'; did you mean 'trailscan.roleNames'?
          13 |             select: {eventName: GetRole, trailscan.roleName|expand: '%runner.role%'}
                                                        ^
        mine.yaml:13:69: unknown placeholder '%runner.role%'
          13 |             select: {eventName: GetRole, trailscan.roleName|expand: '%runner.role%'}
                                                                                   ^
        mine.yaml:14:17: a second part or rule 'look' (first in line 11)
          14 |           - id: look
                               ^
        """, "\(told)")
  }

  @Test func refusesWhatIsNoPlaybook() {
    #expect(Self.faults("") == ["1:1 the playbook is empty"])
    #expect(Self.faults("- a") == ["1:1 expected a playbook, found a list"])
    #expect(Self.faults("a: [").first?.contains("not YAML") == true)
  }
}
