/// The numbers of the services that the analysis knows by name; nil where no event is of one.
struct KnownCalls: Sendable {
  let iam: StringID?
  let s3: StringID?
  let kms: StringID?
  let sts: StringID?
  let ecs: StringID?
  /// What is no record of CloudTrail.
  let accessLog: StringID?
  let containerLog: StringID?
  let terraform: StringID?

  /// Looks the names up in `strings`.
  init(_ strings: StringTable) {
    iam = strings.find("iam.amazonaws.com")
    s3 = strings.find("s3.amazonaws.com")
    kms = strings.find("kms.amazonaws.com")
    sts = strings.find("sts.amazonaws.com")
    ecs = strings.find("ecs.amazonaws.com")
    accessLog = strings.find(EvidenceRecord.Source.accessLog.rawValue)
    containerLog = strings.find(EvidenceRecord.Source.containerLog.rawValue)
    terraform = strings.find(EvidenceRecord.Source.terraform.rawValue)
  }

  /// The kind of what is no record; nil for a record of CloudTrail.
  func evidence(_ source: StringID) -> EvidenceRecord.Source? {
    if accessLog == nil, containerLog == nil, terraform == nil { return nil }
    switch source {
    case accessLog: return .accessLog
    case containerLog: return .containerLog
    case terraform: return .terraform
    default: return nil
    }
  }
}
