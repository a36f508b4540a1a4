internal import CloudTrail
internal import Evidence

/// What stands beside records, put into the shape of a record, so that the same selection, rules
/// and graph judge it.
///
/// It is marked by a source of its own, which no service of AWS has, and is never told as a record
/// of CloudTrail.
enum EvidenceRecord {
  /// The sources by which rules ask for it.
  enum Source: String, CaseIterable {
    /// A line of an S3 server access log.
    case accessLog = "s3-access-log"
    /// A log event of a container, or what a file holds of a log stream.
    case containerLog = "container-log"
    /// An object of the Terraform inventory.
    case terraform
  }

  /// The type of a caller that only an access log names: an ARN without a key or a date.
  static let requesterType = "AccessLogRequester"

  // MARK: Access logs

  /// A line as the JSON text of a record.
  static func json(_ line: AccessLogLine) -> [UInt8] {
    var record = RecordText()
    record.member("eventTime", line.time.description)
    record.member("eventSource", Source.accessLog.rawValue)
    record.member("eventName", line.operation)
    record.member("eventCategory", "Data")
    record.member("eventID", id(of: line))
    record.member("requestID", line.requestID)
    record.member("awsRegion", line.region)
    record.member("sourceIPAddress", line.remoteIP ?? line.requester)
    record.member("userAgent", line.userAgent)
    record.member("errorCode", line.failure)
    record.object("userIdentity") { identity(line.requester, &$0) }
    record.object("requestParameters") {
      $0.member("bucketName", line.bucket)
      $0.member("key", line.key)
      $0.member("versionId", line.versionID)
      $0.member("httpStatus", line.status.map(String.init))
      $0.member("requestURI", line.requestURI)
    }
    record.object("additionalEventData") {
      $0.number("bytesTransferredOut", line.bytesSent)
      $0.number("objectSize", line.objectSize)
      $0.member("AuthenticationMethod", line.authenticationType)
      $0.member("x-amz-id-2", line.hostID)
    }
    return record.finished
  }

  /// The request's id and a digest of the line: one request may be logged as several lines.
  private static func id(of line: AccessLogLine) -> String {
    let parts = [
      line.operation, line.bucket, line.key ?? "", line.versionID ?? "", line.time.description,
      line.status.map(String.init) ?? "", line.hostID ?? "",
    ]
    return "access-log:\(line.requestID ?? "-"):\(RecordText.digest(parts))"
  }

  private static func identity(_ requester: String?, _ identity: inout RecordText) {
    guard let requester else {
      identity.member("type", "AWSAccount")
      identity.member("principalId", "anonymous")
      identity.member("accountId", "anonymous")
      return
    }
    let isService = requester.hasPrefix("svc:") || requester == "AmazonS3"
    if isService {
      identity.member("type", "AWSService")
      identity.member(
        "invokedBy", requester == "AmazonS3" ? "s3.amazonaws.com" : String(requester.dropFirst(4)))
    } else if requester.hasPrefix("arn:") {
      identity.member("type", requesterType)
      identity.member("arn", requester)
      identity.member("accountId", ResourceName.account(ofArn: requester))
    } else {
      identity.member("type", "AWSAccount")
      identity.member("principalId", requester)
    }
  }

  // MARK: Log events

  /// A log event that may matter as the JSON text of a record.
  static func json(_ message: LogMessage, task: String?, _ marks: LogIndicators) -> [UInt8] {
    var record = RecordText()
    record.member("eventTime", message.time.description)
    record.member("eventSource", Source.containerLog.rawValue)
    record.member("eventName", "LogEvent")
    record.member(
      "eventID",
      "log-event:\(task ?? message.stream ?? "-"):"
        + RecordText.digest([message.time.description, message.text]))
    record.member("sourceIPAddress", marks.addresses.first)
    record.object("userIdentity") {
      $0.member("type", "Container")
      $0.member("userName", task.map { "task \($0)" } ?? "a container")
    }
    record.object("requestParameters") {
      $0.member("taskId", task)
      $0.member("logStreamName", message.stream)
      $0.member("message", LogIndicators.excerpt(message.text))
      $0.list("indicators", marks.kinds.map(\.rawValue))
      $0.list("addresses", marks.addresses)
      if !message.hasZone { $0.member("timeZone", "not given, read as UTC") }
    }
    return record.finished
  }

  /// What a file holds of one log stream as the JSON text of a record.
  static func json(_ stream: LogStreamSpan) -> [UInt8] {
    var record = RecordText()
    record.member("eventTime", stream.last.description)
    record.member("eventSource", Source.containerLog.rawValue)
    record.member("eventName", "LogEvents")
    record.member(
      "eventID",
      "log-stream:\(stream.task ?? stream.name ?? "-"):"
        + RecordText.digest([stream.first.description, stream.last.description, "\(stream.count)"]))
    record.object("userIdentity") {
      $0.member("type", "Container")
      $0.member("userName", stream.task.map { "task \($0)" } ?? "a container")
    }
    record.object("requestParameters") {
      $0.member("taskId", stream.task)
      $0.member("logStreamName", stream.name)
      $0.member("from", stream.first.description)
      $0.member("to", stream.last.description)
      $0.member("count", String(stream.count))
    }
    return record.finished
  }
}
