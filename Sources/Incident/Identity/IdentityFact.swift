package import CloudTrail

/// A credential that STS issued.
package struct Issuance: Equatable, Sendable {
  package var time: EventTime
  package var eventID: EventID
  package var eventName: String
  /// The number of the principal that asked.
  package var caller: Int
  package var roleArn: String?
  package var roleSessionName: String?
  package var accessKeyID: String?
  package var expiration: EventTime?
  package var durationSeconds: Int64?
  /// `AROA…:session`.
  package var assumedRoleID: String?
  package var subject: String?
  package var provider: String?
  package var audience: String?
  package var sourceIdentity: String?
  /// The service that asked for itself: `ecs-tasks.amazonaws.com` …
  package var service: String?
  package var sharedEventID: EventID?
  package var accountID: String?
}

/// Tasks that a call to ECS started.
package struct TaskStart: Equatable, Sendable {
  package var time: EventTime
  package var eventID: EventID
  package var caller: Int
  package var taskIDs: [String]
  package var cluster: String?
  package var taskDefinition: String?
  package var taskRoleArn: String?
  package var executionRoleArn: String?
  /// The tasks by the ids of their network attachments.
  package var attachments: [String: String] = [:]
}

/// A task definition as it was registered.
package struct TaskDefinition: Equatable, Sendable {
  package var time: EventTime
  package var eventID: EventID
  package var caller: Int
  package var name: String
  package var taskRoleArn: String?
  package var executionRoleArn: String?
  package var logGroups: [String]
}

/// A KMS key that was used through S3 for a bucket, by an identity.
package struct KeyUse: Hashable, Sendable {
  package var key: String
  package var bucket: String
  package var principal: Int
}

/// Where the server access logs of a bucket go.
package struct LogTarget: Hashable, Sendable {
  package var bucket: String
  package var target: String
  package var prefix: String
}

/// What the records tell about identities, apart from the events themselves.
///
/// Gathered by each worker for itself; the order in which facts are found does not matter.
package struct IdentityFacts: Sendable {
  package var issuances: [Issuance] = []
  package var taskStarts: [TaskStart] = []
  package var taskDefinitions: [TaskDefinition] = []
  package var keyUses: Set<KeyUse> = []
  package var logTargets: Set<LogTarget> = []
  /// The log groups that a query of Logs Insights reads, by the query's id.
  package var queries: [String: [String]] = [:]

  /// No facts.
  package init() {}

  /// Adds the facts of another worker, whose principals are numbered anew by `principals`.
  mutating func merge(_ other: IdentityFacts, principals: [Int]) {
    issuances += other.issuances.map { fact in
      var fact = fact
      fact.caller = principals[fact.caller]
      return fact
    }
    taskStarts += other.taskStarts.map { fact in
      var fact = fact
      fact.caller = principals[fact.caller]
      return fact
    }
    taskDefinitions += other.taskDefinitions.map { fact in
      var fact = fact
      fact.caller = principals[fact.caller]
      return fact
    }
    logTargets.formUnion(other.logTargets)
    queries.merge(other.queries) { first, _ in first }
    for use in other.keyUses {
      var use = use
      use.principal = principals[use.principal]
      keyUses.insert(use)
    }
  }

  /// Brings the facts into the order of time and id, each once.
  mutating func settle() {
    issuances = Self.settled(issuances) { ($0.time, $0.eventID) }
    taskStarts = Self.settled(taskStarts) { ($0.time, $0.eventID) }
    taskDefinitions = Self.settled(taskDefinitions) { ($0.time, $0.eventID) }
  }

  private static func settled<Fact>(
    _ facts: [Fact], _ key: (Fact) -> (EventTime, EventID)
  ) -> [Fact] {
    var result: [Fact] = []
    for fact in facts.sorted(by: { key($0) < key($1) })
    where result.last.map({ key($0) != key(fact) }) ?? true {
      result.append(fact)
    }
    return result
  }
}
