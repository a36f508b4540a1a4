import CloudTrail
import Incident

extension Sample {
  /// The timelines of both runners, over two days.
  enum Entries {
    static let all = [
      oldLogin, oldDenial, login, runTask, issuing, decrypts, hostileRead, chaining, throttled,
      missing, failed, revocation, nextDay,
    ]

    static let login = entry(
      1, time(9, 0, 5), .login, "sts", "AssumeRoleWithWebIdentity",
      "acme+shop-eu-2 logs in as shop-eu-2-ecs-task-manager-x1y2"
    ) {
      $0.session = "s9f3c21c"
      $0.resource = "arn:aws:iam::111122223333:role/shop-eu-2-ecs-task-manager-x1y2"
      $0.findings = ["F06"]
      $0.attribution = Attribution(.subject, .certain)
    }
    static let runTask = entry(
      2, time(9, 3, 2), .task, "ecs", "RunTask", "starts 1 task of shop-eu-2:14, command overridden"
    ) {
      $0.session = "s9f3c21c"
      $0.task = Sessions.task
      $0.attribution.via = [event(1)]
    }
    static let issuing = entry(
      3, time(9, 3, 20), .identity, "sts", "AssumeRole", "ECS issues the task role"
    ) {
      $0.actor = "ecs-tasks.amazonaws.com"
      $0.sourceIPAddress = "ecs-tasks.amazonaws.com"
      ($0.session, $0.task) = ("s9xa0042", Sessions.task)
      $0.sharedEventID = "77777777-1111-4222-8333-444444444444"
      $0.attribution = Attribution(.taskId, .strong, via: [event(1), event(2)])
    }
    static let decrypts = entry(
      4, time(9, 4), .key, "kms", "Decrypt", "decrypts objects of acme-shop-eu-2-artefacts"
    ) {
      $0.session = "s9xa0042"
      ($0.count, $0.lastEventTime) = (212, time(12, 3, 11))
      $0.attribution = Attribution(.encryptionContext, .inferred, via: [event(3)])
    }
    static let hostileRead = entry(
      5, time(9, 30), .storage, "s3", "GetObject", "reads an object: " + Hostile.table
    ) {
      $0.source.kind = .accessLog
      $0.bytes = 48_211
      $0.resource = "acme-shop-eu-2-artefacts/" + Hostile.wide
      $0.userAgent = Hostile.terminal
      $0.actor = "arn:aws:sts::111122223333:assumed-role/shop-eu-2-task-x1y2/" + Hostile.table
      $0.session = "s9xa0042"
    }
    static let chaining = entry(
      6, time(10, 4, 40), .identity, "sts", "AssumeRole", "takes data-admin by chaining"
    ) {
      $0.session = "s7q2feed"
      $0.sourceIPAddress = "2001:db8:85a3::8a2e:370:7334"
      var place = GeoPlace()
      (place.country, place.city) = ("DE", "Berlin")
      (place.system, place.organization) = ("AS64500", "Example Hosting")
      $0.geo = place
      $0.findings = ["E02", "E03"]
    }
    static let throttled = entry(
      8, time(10, 5), .logging, "logs", "FilterLogEvents", "searches /aws/ecs/shop-eu-2",
      error: "ThrottlingException")
    static let missing = entry(
      9, time(10, 6), .storage, "s3", "HeadObject",
      "HeadObject acme-shop-eu-2-artefacts/missing.json",
      error: "NoSuchKey"
    ) { $0.resource = "acme-shop-eu-2-artefacts/missing.json" }
    static let failed = entry(
      10, time(10, 7), .network, "ec2", "DescribeNetworkInterfaces", "", error: "InternalError"
    ) { $0.attribution = Attribution(.roleName, .inferred) }
    static let revocation = entry(
      11, time(10, 31), .response, "iam", "PutRolePolicy",
      "alice revokes the sessions of shop-eu-2-ecs-task-manager-x1y2"
    ) {
      $0.steps = ["revoke", "runner-id"]
      $0.actor = "arn:aws:sts::111122223333:assumed-role/IR-Responder/alice"
      $0.attribution = Attribution(.resource, .strong)
    }
    static let nextDay = entry(
      12, time(17, 20, 11, day: 3), .key, "kms", "Decrypt", "explicit deny",
      error: "AccessDenied"
    ) {
      $0.session = "s9f3c21c"
      ($0.count, $0.lastEventTime) = (3, time(0, 1, 2, day: 4))
    }
    static let oldLogin = entry(
      20, time(8, 15), .login, "sts", "AssumeRoleWithWebIdentity", Hostile.formula,
      runner: "shop-eu-1")
    static let oldDenial = entry(
      21, time(8, 45), .login, "sts", "AssumeRoleWithWebIdentity", "the old subject is rejected",
      error: "AccessDenied", runner: "shop-eu-1")

    private static func entry(
      _ number: Int, _ time: EventTime, _ stage: TimelineEntry.Stage, _ service: String,
      _ name: String, _ summary: String, error: String? = nil, runner: String = "shop-eu-2",
      _ change: (inout TimelineEntry) -> Void = { _ in }
    ) -> TimelineEntry {
      var entry = TimelineEntry(
        eventTime: time, runner: runner, stage: stage, eventSource: service + ".amazonaws.com",
        eventName: name, awsRegion: "eu-central-1", recipientAccountID: account,
        outcome: Outcome(errorCode: error),
        actor: "arn:aws:sts::111122223333:assumed-role/\(runner)-ecs-task-manager/acme-\(runner)",
        sourceIPAddress: "203.0.113.9", eventID: event(number), summary: summary,
        attribution: Attribution(.accessKeyId, .certain, via: [event(1)]),
        source: TimelineEntry.Source(file: "logs/2026/03/02/a.json.gz", index: number))
      entry.errorCode = error
      entry.userAgent = "aws-sdk-go-v2/1.30"
      change(&entry)
      return entry
    }
  }
}
