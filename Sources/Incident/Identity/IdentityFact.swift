package import CloudTrail

/// A credential that STS issued.
package struct Issuance: Equatable, Sendable {
  /// The time of the event.
  package var time: EventTime
  /// The id of the event.
  package var eventID: EventID
  /// The call, `AssumeRole` …
  package var eventName: String
  /// The number of the principal that asked.
  package var caller: Int
  /// The role that was asked for.
  package var roleArn: String?
  /// The session name that the caller chose.
  package var roleSessionName: String?
  /// The key that was issued; never the secret.
  package var accessKeyID: String?
  /// When the credential expires, as the response says.
  package var expiration: EventTime?
  /// How long a life was asked for, in seconds.
  package var durationSeconds: Int64?
  /// `AROA…:session`.
  package var assumedRoleID: String?
  /// The `sub` of the token.
  package var subject: String?
  /// The OIDC provider by ARN.
  package var provider: String?
  /// The `aud` of the token.
  package var audience: String?
  /// The source identity that was set, which survives chaining.
  package var sourceIdentity: String?
  /// The service that asked for itself: `ecs-tasks.amazonaws.com` …
  package var service: String?
  /// What the records of the call in several accounts share.
  package var sharedEventID: EventID?
  /// The account that logged the call.
  package var accountID: String?
  /// Where it was logged.
  var place = FactPlace()
}

extension Issuance {
  /// The longest session that STS issues, in seconds: 36 hours by GetSessionToken.
  private static let longestDuration: Int64 = 129_600

  /// How long credentials of an ECS task last: six hours, measured on logged expirations.
  static let taskLife: Int64 = 6 * 3_600

  /// How long a privileged session of a member account's root lasts at most, and by default, in
  /// seconds (AWS STS API reference, AssumeRoot).
  private static let rootLife: Int64 = 900

  /// When the credential expires: as logged, else by the duration asked for, else the documented
  /// default: one hour (AWS STS API reference, AssumeRole), six for what ECS fetches for a task.
  var expiry: (EventTime, Session.ExpirySource) {
    if let expiration { return (expiration, .logged) }
    if let duration = durationSeconds, (1...Self.longestDuration).contains(duration) {
      return (time.advanced(by: duration), .duration)
    }
    let isTask = service == "ecs-tasks.amazonaws.com"
    let life = isTask ? Self.taskLife : eventName == "AssumeRoot" ? Self.rootLife : 3_600
    return (time.advanced(by: life), .default)
  }
}

/// Where a fact was logged: the number of the file, and of the record in it. Of copies of a record
/// the first is taken, whoever read which; a record that takes the place of another stands before
/// both.
struct FactPlace: Equatable, Comparable, Sendable {
  private var number: Int64 = 0

  /// A place before all others.
  init() {}

  /// The place of an event.
  init(of event: Event) {
    number = Int64(event.file) << 32 | Int64(event.index)
    if event.isUpdate { number += .min }
  }

  /// True where the record takes the place of an earlier one of its id.
  var isUpdate: Bool { number < 0 }

  static func < (a: FactPlace, b: FactPlace) -> Bool { a.number < b.number }
}

/// Tasks that a call to ECS started.
package struct TaskStart: Equatable, Sendable {
  /// The time of the event.
  package var time: EventTime
  /// The id of the event.
  package var eventID: EventID
  /// The number of the principal that called.
  package var caller: Int
  /// The account that logged the call; empty where none is known.
  package var account = ""
  /// The ids of the tasks that were started.
  package var taskIDs: [String]
  /// The cluster by name.
  package var cluster: String?
  /// The task definition as `family:revision`.
  package var taskDefinition: String?
  /// The role of the code in the task.
  package var taskRoleArn: String?
  /// The role with which ECS starts the task.
  package var executionRoleArn: String?
  /// The tasks by the ids of their network attachments.
  package var attachments: [String: String] = [:]
  /// Where it was logged.
  var place = FactPlace()
}

/// A task definition as it was registered.
package struct TaskDefinition: Equatable, Sendable {
  /// A log group that containers write to.
  package struct LogGroup: Equatable, Sendable {
    /// The group by name.
    package var name: String
    /// The region in which it lies.
    package var region: String
  }

  /// The time of the event.
  package var time: EventTime
  /// The id of the event.
  package var eventID: EventID
  /// The number of the principal that called.
  package var caller: Int
  /// The account that logged the call; empty where none is known.
  package var account = ""
  /// The task definition as `family:revision`.
  package var name: String
  /// The role of the code in the task.
  package var taskRoleArn: String?
  /// The role with which ECS starts the task.
  package var executionRoleArn: String?
  /// The log groups that its containers write to.
  package var logGroups: [LogGroup]
  /// Where it was logged.
  var place = FactPlace()
}

/// A log group that a query of Logs Insights reads.
package struct QueriedGroup: Hashable, Sendable {
  /// The group by name.
  package var name: String
  /// The account in which it lies; empty where none is known.
  package var account: String
}

/// A KMS key that was used through S3 for a bucket, by an identity.
package struct KeyUse: Hashable, Sendable {
  /// The key by ARN or id.
  package var key: String
  /// The bucket by name.
  package var bucket: String
  /// The number of the principal.
  package var principal: Int
}

/// Something that tasks are started with.
package struct TaskTrait: Hashable, Sendable {
  /// What it is.
  package enum Kind: Sendable {
    case subnet, securityGroup
    /// The image of a container, as written.
    case image
  }

  /// What it is.
  package var kind: Kind
  /// Its name.
  package var name: String
  /// The number of the principal that called.
  package var caller: Int
}

/// A managed policy that was attached to a role.
package struct Attachment: Hashable, Sendable {
  /// The role, `account/name`.
  package var role: String
  /// The policy by ARN.
  package var policy: String
}

/// Where the server access logs of a bucket go.
package struct LogTarget: Hashable, Sendable {
  /// The bucket by name.
  package var bucket: String
  /// The bucket that receives the logs.
  package var target: String
  /// What the names of the logs begin with.
  package var prefix: String
}

/// What a login, successful or not, named.
package struct LoginAttempt: Hashable, Sendable {
  /// The `sub`, where the token could be read.
  package var subject: String?
  /// The provider by ARN.
  package var provider: String?
  /// `account/name` of the role asked for.
  package var role: String?

  /// What orders attempts.
  var order: String { [role, subject, provider].map { $0 ?? "" }.joined(separator: "|") }
}

/// What the records tell about identities, apart from the events themselves.
///
/// Gathered by each worker for itself; the order in which facts are found does not matter.
package struct IdentityFacts: Sendable {
  /// Credentials that were issued.
  package var issuances: [Issuance] = []
  /// Tasks that were started.
  package var taskStarts: [TaskStart] = []
  /// Task definitions that were registered.
  package var taskDefinitions: [TaskDefinition] = []
  /// Logins, failed ones too.
  package var logins: Set<LoginAttempt> = []
  /// Keys that S3 used for somebody.
  package var keyUses: Set<KeyUse> = []
  /// Where access logs go.
  package var logTargets: Set<LogTarget> = []
  /// What tasks are started with.
  package var taskTraits: Set<TaskTrait> = []
  /// Managed policies of roles.
  package var attachments: Set<Attachment> = []
  /// Buckets that receive the files of CloudTrail.
  package var trailBuckets: Set<String> = []
  /// The log groups that a query of Logs Insights reads, by the query's id.
  package var queries: [String: [QueriedGroup]] = [:]

  /// The ids of records of which a later record takes the place.
  var replaced: Set<EventID> = []

  /// No facts.
  package init() {}

  /// Adds the facts of another worker, whose principals get the numbers from `first` on. What is
  /// large is taken out of `other`.
  mutating func add(_ other: inout IdentityFacts, callersFrom first: Int) {
    for index in other.issuances.indices { other.issuances[index].caller += first }
    for index in other.taskStarts.indices { other.taskStarts[index].caller += first }
    for index in other.taskDefinitions.indices { other.taskDefinitions[index].caller += first }
    Self.add(&other.issuances, to: &issuances)
    Self.add(&other.taskStarts, to: &taskStarts)
    Self.add(&other.taskDefinitions, to: &taskDefinitions)
    logins.formUnion(other.logins)
    logTargets.formUnion(other.logTargets)
    attachments.formUnion(other.attachments)
    trailBuckets.formUnion(other.trailBuckets)
    queries.merge(other.queries) { first, _ in first }
    replaced.formUnion(other.replaced)
    for var trait in other.taskTraits {
      trait.caller += first
      taskTraits.insert(trait)
    }
    for var use in other.keyUses {
      use.principal += first
      keyUses.insert(use)
    }
  }

  /// Gives the principals other numbers, by those that they have.
  mutating func renumber(_ numbers: [Int]) {
    for index in issuances.indices { issuances[index].caller = numbers[issuances[index].caller] }
    for index in taskStarts.indices { taskStarts[index].caller = numbers[taskStarts[index].caller] }
    for index in taskDefinitions.indices {
      taskDefinitions[index].caller = numbers[taskDefinitions[index].caller]
    }
    taskTraits = Set(
      taskTraits.map { TaskTrait(kind: $0.kind, name: $0.name, caller: numbers[$0.caller]) })
    keyUses = Set(
      keyUses.map { KeyUse(key: $0.key, bucket: $0.bucket, principal: numbers[$0.principal]) })
  }

  /// Adds facts in whatever order: `settle` puts them into one. They are moved, not copied.
  private static func add<Fact>(_ facts: inout [Fact], to all: inout [Fact]) {
    if all.isEmpty {
      swap(&all, &facts)
    } else {
      while let fact = facts.popLast() { all.append(fact) }
    }
  }

  /// Brings the facts into the order of time and id, each once, without those of records that were
  /// replaced.
  mutating func settle() {
    Self.settle(&issuances, replaced)
    Self.settle(&taskStarts, replaced)
    Self.settle(&taskDefinitions, replaced)
  }

  /// Facts are asked where they lie: each has many texts, and would be copied with all of them.
  private static func settle<Fact: DatedFact>(_ facts: inout [Fact], _ replaced: Set<EventID>) {
    if !replaced.isEmpty {
      facts.removeAll { replaced.contains($0.eventID) && !$0.place.isUpdate }
    }
    // Times tell of nearly all, and are compared much faster.
    let order = facts.indices.map { (time: facts[$0].time.seconds, place: $0) }.sorted { a, b in
      if a.time != b.time { return a.time < b.time }
      return (facts[a.place].eventID, facts[a.place].place)
        < (facts[b.place].eventID, facts[b.place].place)
    }
    facts.arrange(order.map(\.place))
    var kept = 0
    for index in facts.indices {
      if kept > 0, facts[index].eventID != .none, facts[index].time == facts[kept - 1].time,
        facts[index].eventID == facts[kept - 1].eventID
      {
        continue
      }
      if kept < index { facts.swapAt(kept, index) }
      kept += 1
    }
    facts.removeSubrange(kept...)
  }
}

/// What a record tells once, though it may be read several times.
private protocol DatedFact {
  var time: EventTime { get }
  var eventID: EventID { get }
  var place: FactPlace { get }
}

extension Issuance: DatedFact {}
extension TaskStart: DatedFact {}
extension TaskDefinition: DatedFact {}
