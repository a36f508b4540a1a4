import CloudTrail
import Incident
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")
private let taskRole = Story.role("task", of: "prod")
private let execution = Story.role("execution", of: "prod")
private let prod = Caller.token("acme+prod")
private let one = "11111111111111111111111111111111"
private let two = "22222222222222222222222222222222"

/// What becomes of the tasks that a session starts.
@Suite struct TaskStoryTests {
  private let caller = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")

  private func loggedIn() -> Story {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    return story
  }

  @Test func bothRolesOfATaskHaveOneNameAndTwoSessions() throws {
    var story = loggedIn()
    let start = story.runTask([one], by: caller, at: "09:01:00")
    let first = story.taskCredential(execution, task: one, key: "ASIAE", at: "09:01:10")
    let second = story.taskCredential(taskRole, task: one, key: "ASIAT", at: "09:01:10")
    let read = story.object(
      "GetObject", "prod-state", "a",
      by: .session(taskRole, one, key: "ASIAT", created: "09:01:10"), at: "09:02:00")
    // Without the key, role and name tell the two apart.
    let pull = story.add(
      "ecr", "BatchGetImage", at: "09:02:00",
      by: .session(execution, one, key: nil, created: "09:01:10"))
    let found = try story.analyzed()
    #expect(found.session(key: "ASIAE")?.kind == .execution)
    #expect(found.session(key: "ASIAT")?.kind == .task)
    #expect(found.session(key: "ASIAT")?.roleKind == .task)
    #expect(found.session(key: "ASIAT")?.roleID == taskRole.id)
    #expect(found.session(key: "ASIAT")?.issuedBy?.eventID == second)
    #expect(
      found.session(key: "ASIAT")?.issuedBy?.session == found.session(key: "ASIAA")?.id)
    #expect(found.key(of: read) == "ASIAT")
    #expect(found.key(of: pull) == "ASIAE")
    for id in [start, first, second, read, pull] {
      #expect(found.entry(id)?.task == one)
      #expect(found.entry(id)?.runner == "prod")
    }
    #expect(found.entry(first)?.attribution == Attribution(.taskId, .certain, via: [start]))
    #expect(found.runners.map(\.tasks) == [1])
  }

  @Test func credentialsAreRenewedWhileATaskRuns() throws {
    var story = loggedIn()
    story.runTask([one], by: caller, at: "09:01:00")
    for (number, hour) in ["09", "14", "19"].enumerated() {
      story.taskCredential(taskRole, task: one, key: "ASIA\(number)", at: "\(hour):01:10")
      story.object(
        "GetObject", "prod-state", "a",
        by: .session(taskRole, one, key: "ASIA\(number)", created: "\(hour):01:10"),
        at: "\(hour):30:00")
    }
    let sessions = try story.analyzed().sessions.filter { $0.kind == .task }
    #expect(sessions.map(\.accessKeyIDs) == [["ASIA0"], ["ASIA1"], ["ASIA2"]])
    #expect(sessions.allSatisfy { $0.task == one && $0.events == 1 && $0.runner == "prod" })
  }

  @Test func oneCallStartsSeveralTasksOrNone() throws {
    var story = loggedIn()
    let several = story.runTask([one, two], by: caller, at: "09:01:00")
    let none = story.runTask([], by: caller, at: "09:02:00")
    let read = story.object(
      "GetObject", "prod-state", "a",
      by: .session(taskRole, two, key: "ASIAT", created: "09:01:10"), at: "09:02:00")
    let found = try story.analyzed()
    #expect(found.entry(several)?.outcome == .success)
    #expect(found.entry(several)?.task == nil, "it belongs to none of the two")
    #expect(found.entry(none)?.outcome == .error)
    #expect(found.entry(none)?.summary == "RunTask started nothing")
    #expect(found.entry(read)?.task == two)
    #expect(found.runners.map(\.tasks) == [2])
  }

  @Test func aTaskIsKnownWithoutTheEventOfItsCredentials() throws {
    var story = loggedIn()
    let start = story.runTask([one], by: caller, at: "09:01:00")
    // A role of another name: the task's id alone joins it.
    let role = Caller.Role(name: "someone-else", id: "AROAELSE")
    let read = story.object(
      "GetObject", "elsewhere", "a", by: .session(role, one, key: "ASIAT", created: "09:01:10"),
      at: "09:02:00")
    let found = try story.analyzed()
    #expect(found.entry(read)?.attribution == Attribution(.taskId, .strong, via: [start]))
    #expect(found.entry(read)?.task == one)
    #expect(found.session(key: "ASIAT")?.kind == .task)
    #expect(found.session(key: "ASIAT")?.link == .unlinked)
  }

  @Test func aSchedulerStartsTasksOfTheRunnersRole() throws {
    var story = Story()
    let scheduler = Caller.Role(name: "scheduler", id: "AROASCHED")
    story.runTask(
      [one],
      by: .session(scheduler, "x", key: nil, created: "08:00:00", via: "events.amazonaws.com"),
      at: "09:01:00")
    let issued = story.taskCredential(taskRole, task: one, key: "ASIAT", at: "09:01:10")
    let found = try story.analyzed()
    #expect(found.session(key: "ASIAT")?.runner == "prod")
    #expect(found.session(key: "ASIAT")?.task == one)
    #expect(found.entry(issued)?.attribution == Attribution(.roleName, .inferred))
  }

  @Test func theOldFormOfATaskArnIsRead() throws {
    let old = "0f1e2d3c-aaaa-bbbb-cccc-0123456789ab"
    var story = loggedIn()
    story.add(
      "ecs", "RunTask", at: "09:01:00", by: caller,
      response: #"{"tasks":[{"taskArn":"arn:aws:ecs:eu-central-1:111122223333:task/\#(old)"}]}"#)
    story.taskCredential(taskRole, task: old, key: "ASIAT", at: "09:01:10")
    #expect(try story.analyzed().session(key: "ASIAT")?.issuedBy?.task == old)
  }

  @Test func aSessionMayTakeTheNameOfATask() throws {
    // The task manager may assume the task role under any name; that makes no task of it.
    var story = loggedIn()
    story.runTask([one], by: caller, at: "09:01:00")
    story.assume(taskRole, session: one, key: "ASIAX", by: caller, at: "09:05:00")
    let session = try #require(try story.analyzed().session(key: "ASIAX"))
    #expect(session.kind == .chained)
    #expect(session.task == nil)
  }

  @Test func theNetworkInterfaceBelongsToTheTask() throws {
    var story = loggedIn()
    story.add(
      "ecs", "RunTask", at: "09:01:00", by: caller,
      response: """
        {"tasks":[{"taskArn":"\(Story.taskArn(one))","attachments":[{"id":"a-1"}]},\
        {"taskArn":"\(Story.taskArn(two))","attachments":[{"id":"a-2"}]}]}
        """)
    let linked = Caller.Role(name: "AWSServiceRoleForECS", id: "AROALINKED")
    let interface = story.add(
      "ec2", "CreateNetworkInterface", at: "09:01:05",
      by: .session(
        linked, "ecs-eni-provisioning", key: nil, created: "08:00:00", via: "ecs.amazonaws.com"),
      request: """
        {"description":"arn:aws:ecs:eu-central-1:111122223333:attachment/a-2"}
        """)
    let entry = try #require(try story.analyzed().entry(interface))
    #expect(entry.task == two)
    #expect(entry.stage == .network)
    #expect(entry.runner == "prod")
  }
}
