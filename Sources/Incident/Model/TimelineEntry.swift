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
    case network
    /// What responders did.
    case response
  }

  /// Where the record stands in the input.
  package struct Source: Equatable, Sendable {
    /// The file as it was named or found.
    package var file: String
    /// The record's number in the file, from 0.
    package var index: Int

    /// A place.
    package init(file: String, index: Int) {
      self.file = file
      self.index = index
    }
  }

  package var eventTime: EventTime
  package var runner: String
  package var stage: Stage
  package var eventSource: String
  package var eventName: String
  package var awsRegion: String
  package var recipientAccountID: String
  package var outcome: Outcome
  package var errorCode: String?
  /// Who called: an ARN, else a user name, service or principal id.
  package var actor: String
  package var session: String?
  package var task: String?
  package var resource: String?
  package var sourceIPAddress: String
  package var userAgent: String?
  package var eventID: String
  package var sharedEventID: String?
  package var count = 1
  package var lastEventTime: EventTime?
  package var summary: String
  package var attribution: Attribution
  package var findings: [String] = []
  package var steps: [String] = []
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
    /// Role, session name and creation date of an issued credential.
    case roleSession
    /// The task's id, as session name or in the request.
    case taskId
    /// The object whose data key was asked for, in the same second as the S3 call.
    case encryptionContext
    /// The name of the role alone.
    case roleName
    /// One of the runner's resources.
    case resource
    case inventory
    case sourceIdentity
    case sharedEventID
  }

  /// How sure the join is.
  package enum Confidence: String, CaseIterable, Sendable {
    case certain
    case strong
    case inferred
  }

  package var method: Method
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
