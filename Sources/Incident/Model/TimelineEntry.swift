package import CloudTrail

/// One entry of a runner's timeline: a record, or a run of like ones.
package struct TimelineEntry: Equatable, Sendable {
  /// What part of the chain the entry belongs to.
  package enum Stage: String, CaseIterable, Sendable {
    /// A login with a web identity.
    case login
    /// ECS.
    case task
    /// Other STS and IAM calls.
    case identity
    /// S3.
    case storage
    /// KMS.
    case key
    /// CloudWatch Logs and CloudTrail.
    case logging
    /// Network interfaces and whatever else EC2 does for a task.
    case network
    /// What responders did.
    case response
  }

  /// Where the record stands in the input.
  package struct Source: Equatable, Sendable {
    /// What is no record of CloudTrail.
    package enum Kind: String, CaseIterable, Sendable {
      /// A line of an S3 server access log.
      case accessLog
      /// A log event of a container, out of CloudWatch Logs.
      case logExport
    }

    /// The file as it was named or found.
    package var file: String
    /// The record's number in the file, from 0.
    package var index: Int
    /// What it is where it is no record of CloudTrail.
    package var kind: Kind?

    /// A place.
    package init(file: String, index: Int) {
      self.file = file
      self.index = index
    }
  }

  /// When the call was made; of a run, the first one.
  package var eventTime: EventTime
  /// The runner by name.
  package var runner: String
  /// The part of the chain.
  package var stage: Stage
  /// The service, `s3.amazonaws.com` …
  package var eventSource: String
  /// The call as CloudTrail names it.
  package var eventName: String
  /// The region that logged it.
  package var awsRegion: String
  /// The account that logged it.
  package var recipientAccountID: String
  /// How the call ended.
  package var outcome: Outcome
  /// The code of a failed call.
  package var errorCode: String?
  /// Who called: an ARN, else a user name, service or principal id.
  package var actor: String
  /// The credential it was made with, by the id of `Session`; of a login the one it issued.
  package var session: String?
  /// The task by id.
  package var task: String?
  /// What the call was about: `bucket/key`, an ARN, a name.
  package var resource: String?
  /// An address or the name of a service.
  package var sourceIPAddress: String
  /// Where the address is, where a database tells.
  package var geo: GeoPlace?
  /// What the caller says it is; anybody can say anything.
  package var userAgent: String?
  /// The id of the record; of a run, of the first one.
  package var eventID: String
  /// What the records of the call in several accounts share.
  package var sharedEventID: String?
  /// How many records the entry stands for.
  package var count = 1
  /// The time of the last record of a run.
  package var lastEventTime: EventTime?
  /// One short sentence.
  package var summary: String
  /// How the entry came to be here.
  package var attribution: Attribution
  /// The ids of the findings it serves.
  package var findings: [String] = []
  /// The ids of the playbook steps it serves.
  package var steps: [String] = []
  /// Bytes that were sent, where a line of an access log tells; of a run, of all of it.
  package var bytes: Int?
  /// Where the record stands; of a run, the first one.
  package var source: Source

  /// An entry of one record; what is optional is set afterwards.
  package init(
    eventTime: EventTime, runner: String, stage: Stage, eventSource: String, eventName: String,
    awsRegion: String, recipientAccountID: String, outcome: Outcome, actor: String,
    sourceIPAddress: String, eventID: String, summary: String, attribution: Attribution,
    source: Source
  ) {
    self.eventTime = eventTime
    self.runner = runner
    self.stage = stage
    self.eventSource = eventSource
    self.eventName = eventName
    self.awsRegion = awsRegion
    self.recipientAccountID = recipientAccountID
    self.outcome = outcome
    self.actor = actor
    self.sourceIPAddress = sourceIPAddress
    self.eventID = eventID
    self.summary = summary
    self.attribution = attribution
    self.source = source
  }
}

/// How an event came to be on a runner's timeline, and how sure that is.
package struct Attribution: Equatable, Sendable {
  /// The evidence that joins the event to the runner.
  package enum Method: String, CaseIterable, Sendable {
    /// The web identity named by the login.
    case subject
    /// The key of an issued credential.
    case accessKeyId
    /// Role, session name and creation date of an issued credential; the time of the call in place
    /// of the date where another account's record tells none.
    case roleSession
    /// The task's id, as session name or in the request.
    case taskId
    /// The object whose data key was asked for, in the same second as the S3 call.
    case encryptionContext
    /// The name of the role alone.
    case roleName
    /// One of the runner's resources.
    case resource
    /// A list of the runner's resources that was given.
    case inventory
    /// The source identity of the session.
    case sourceIdentity
    /// What the records of the call in several accounts share.
    case sharedEventID
    /// The id of the request, which CloudTrail and the access log of a bucket both name.
    case requestID
  }

  /// How sure the join is.
  package enum Confidence: String, CaseIterable, Sendable {
    /// The records leave no other reading.
    case certain
    /// Another reading would take an unlikely coincidence.
    case strong
    /// The best reading of records that do not settle it.
    case inferred
  }

  /// The evidence.
  package var method: Method
  /// How sure it is.
  package var confidence: Confidence
  /// The ids of the events that the join goes through.
  package var via: [String]

  /// An attribution.
  package init(_ method: Method, _ confidence: Confidence, via: [String] = []) {
    self.method = method
    self.confidence = confidence
    self.via = via
  }
}
