package import CloudTrail

/// A resource that a record names, in a form that can be compared.
package struct Mention: Hashable, Sendable {
  /// What is named.
  package enum Kind: UInt8, Sendable {
    /// A bucket by name.
    case bucket
    /// A role by account and name: `111122223333/name`.
    case role
    /// A KMS key by ARN, id or alias, as the record says.
    case key
    /// A cluster by name.
    case cluster
    /// A task by its id.
    case task
    /// A task definition as `family:revision` or `family`.
    case taskDefinition
    /// A log group by name.
    case logGroup
    /// The network attachment of a task, by its id.
    case attachment
    /// A query of CloudWatch Logs Insights, by its id.
    case query
    /// A bucket from which an object is copied into another one.
    case sourceBucket
  }

  /// What is named.
  package var kind: Kind
  /// Its name.
  package var name: StringID
  /// The account in which it lies, as far as the record tells: that of its ARN, else the one that
  /// logged the call. Set where the name is unique within an account alone, and for buckets.
  package var account: StringID

  /// A mention.
  package init(_ kind: Kind, _ name: StringID, in account: StringID = .none) {
    self.kind = kind
    self.name = name
    self.account = account
  }
}

/// One record that may belong to a timeline: what is needed of it, texts as numbers.
///
/// The numbers belong to the tables of the worker that read it, until `JoinedTables` joins them.
package struct Event: Sendable {
  /// When the call was made.
  package var time: EventTime
  /// The id of the record.
  package var id: EventID
  /// What the records of the call in several accounts share.
  package var sharedID: EventID?
  /// The service.
  package var source = StringID.none
  /// The call.
  package var name = StringID.none
  /// The region that logged it.
  package var region = StringID.none
  /// The account that logged it.
  package var account = StringID.none
  /// The code of a failed call.
  package var errorCode = StringID.none
  /// The source address, or the name of a service.
  package var address = StringID.none
  /// True where the call came through a VPC endpoint of its caller's account: its address is one of
  /// that network, whatever it looks like (AWS CloudTrail user guide, `vpcEndpointId`).
  package var isThroughEndpoint = false
  /// What tells requests to S3 apart, made of the id of the request; 0 = none.
  package var request: UInt64 = 0
  /// The user agent.
  package var agent = StringID.none
  /// How an S3 object is encrypted: `SSE_KMS`, `Default_SSE_S3` …
  package var encryption = StringID.none
  /// The number of the principal.
  package var principal = 0
  /// True for the calls that issue credentials or open a shell; they order before the calls that
  /// use these, as the order within a second is not told.
  package var isIssuing = false
  /// True where the record takes the place of an earlier one of the same id.
  var isUpdate = false
  /// True where a RunTask answered without starting a task.
  package var startedNothing = false
  /// Data events and reads, as the record says or as can be derived.
  package var isData = false
  package var isReadOnly = false
  /// True where the record is one of those that the user asked for.
  package var isSelected = true
  /// Of whom rules ask about such calls.
  var watch = Watch.nobody
  /// True where nothing but its caller can join it to a runner: see `BareCalls`.
  var isBare = false
  /// What the call was about, for people.
  package var resource = ""
  /// The object or bucket whose key a KMS call through S3 was for: its ARN.
  package var contextArn = ""
  /// The bytes that an S3 call sent to its caller, as far as it says so.
  package var bytesOut: Int64 = 0
  /// The resources it names.
  package var mentions: [Mention] = []
  /// The number of the file, and of the record in it.
  package var file: Int32 = 0
  package var index: Int32 = 0
  /// The record itself, kept where a playbook may ask for any of its fields.
  package var raw: [UInt8] = []
  /// The detections that the record matches, by their places in the pack, where they ask for the
  /// record alone.
  var answers: [Int32] = []

  /// Of whom rules ask about a call.
  enum Watch: UInt8, Sendable {
    case nobody
    /// Of runners, and of anybody where it mentions what is a runner's.
    case ofRunners
    /// Of anybody, whatever it mentions.
    case ofAnybody
  }

  /// An event of which only the time and id are known.
  package init(time: EventTime, id: EventID) {
    self.time = time
    self.id = id
  }

  /// True where a record of the same id tells the same: who did what to what, and how it ended.
  package func tellsTheSame(as other: Event) -> Bool {
    source == other.source && name == other.name && region == other.region
      && account == other.account && errorCode == other.errorCode && address == other.address
      && agent == other.agent && principal == other.principal && resource == other.resource
      && contextArn == other.contextArn && mentions == other.mentions
  }
}
