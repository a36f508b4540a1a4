import CloudTrail
import Incident

extension Sample {
  /// A login, a task with both its roles, a chained role, and credentials of unknown origin.
  enum Sessions {
    static let task = "5f0c6f9e2b1d4c3a8e7f60918273a4b5"

    static let all = [
      beforeCoverage, unlinked, operatorRole, login, execution, taskRole, chained, oldLogin,
    ]

    static let login: Session = {
      var session = issued(
        "s9f3c21c", .webIdentity, "shop-eu-2-ecs-task-manager-x1y2", time(9, 0, 5))
      session.roleKind = .taskManager
      session.roleSessionName = "acme-shop-eu-2"
      (session.subject, session.audience) = ("acme+shop-eu-2", "sts.amazonaws.com")
      session.provider = "arn:aws:iam::111122223333:oidc-provider/idp.humanitec.io"
      session.issuedBy = Session.Issuer(eventID: event(1))
      (session.events, session.denied) = (214, 1)
      session.sourceIPAddresses = ["198.51.100.4", "203.0.113.9"]
      session.userAgents = ["aws-sdk-go-v2/1.30", Hostile.terminal]
      session.revocations = [
        Session.Revocation(
          from: time(9, 30), until: time(9, 35), eventID: event(90),
          words: "a policy denies everything"),
        Session.Revocation(
          from: time(9, 40), until: nil, eventID: event(90), words: "a policy denies everything"),
      ]
      session.afterRevocation = Session.AfterRevocation()
      session.afterRevocation?.succeeded = 1
      session.afterRevocation?.denied = 3
      session.afterRevocation?.lastSucceeded = time(9, 55)
      return session
    }()

    static let execution = ofTask("s1bd7700", .execution, "shop-eu-2-execution-x1y2", events: 2)
    static let taskRole = ofTask("s9xa0042", .task, "shop-eu-2-task-x1y2", events: 977)

    static let chained: Session = {
      var session = issued("s7q2feed", .chained, "data-admin", time(10, 4, 40))
      session.roleSessionName = Hostile.table
      session.issuedBy = Session.Issuer(eventID: event(6), session: taskRole.id)
      session.expirySource = .default
      session.sourceIPAddresses = ["2001:db8:85a3::8a2e:370:7334"]
      (session.events, session.denied) = (9, 9)
      return session
    }()

    static let beforeCoverage: Session = {
      var session = Session(id: "s0aa1bb2", kind: .other)
      session.runner = "shop-eu-2"
      session.accessKeyIDs = ["ASIAEXAMPLEBEFORE001"]
      session.roleArn = "arn:aws:iam::111122223333:role/shop-eu-2-task-x1y2"
      session.link = .issuedBeforeCoverage
      session.events = 1
      return session
    }()

    static let unlinked: Session = {
      var session = Session(id: "s0cc3dd4", kind: .other)
      session.link = .unlinked
      (session.events, session.denied) = (2, 2)
      session.userAgents = [Hostile.formula]
      return session
    }()

    static let operatorRole: Session = {
      var session = issued("s5050505", .other, "IR-Responder", time(8, 55))
      session.runner = nil
      session.issuedTo = "arn:aws:iam::111122223333:user/alice"
      session.issuedBy = Session.Issuer(eventID: event(7))
      session.events = 31
      return session
    }()

    static let oldLogin: Session = {
      var session = issued("s1111111", .webIdentity, "shop-eu-1-ecs-task-manager", time(8, 15))
      session.runner = "shop-eu-1"
      session.subject = Hostile.formula
      session.events = 2
      return session
    }()

    private static func ofTask(
      _ id: String, _ kind: Session.Kind, _ role: String, events: Int
    ) -> Session {
      var session = issued(id, kind, role, time(9, 3, 20))
      session.roleSessionName = task
      session.task = task
      session.issuedBy = Session.Issuer(eventID: event(3), session: login.id, task: task)
      session.expiresAt = time(15, 3, 20)
      session.events = events
      return session
    }

    private static func issued(
      _ id: String, _ kind: Session.Kind, _ role: String, _ start: EventTime
    ) -> Session {
      var session = Session(id: id, kind: kind)
      session.runner = "shop-eu-2"
      session.accessKeyIDs = ["ASIAEXAMPLE" + id.uppercased()]
      session.roleArn = "arn:aws:iam::111122223333:role/\(role)"
      (session.issuedAt, session.expiresAt) = (start, start.advanced(by: 3_600))
      session.expirySource = .logged
      session.issuedBy = Session.Issuer(eventID: event(99))
      (session.firstUse, session.lastUse) = (start.advanced(by: 60), start.advanced(by: 1_800))
      session.sourceIPAddresses = ["203.0.113.9"]
      session.userAgents = ["aws-sdk-go-v2/1.30"]
      return session
    }
  }
}
