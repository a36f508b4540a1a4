package import CloudTrail

/// One line of an S3 server access log: one request to a bucket, as S3 saw it.
///
/// Amazon S3 user guide, "Server access log format": 24 to 27 fields, more may follow. Written on
/// a best-effort basis, hours late, perhaps twice or never: a line proves what it says, its
/// absence proves nothing. It never names the access key.
package struct AccessLogLine: Equatable, Sendable {
  /// The bucket that was asked.
  package var bucket: String
  /// When the request was received.
  package var time: EventTime
  /// Where it came from; nil for S3 itself.
  package var remoteIP: String?
  /// Who asked: an ARN, a canonical id, `svc:…`, `AmazonS3`; nil for anybody unsigned.
  package var requester: String?
  /// What CloudTrail calls `requestID`.
  package var requestID: String?
  /// `REST.GET.OBJECT`, `BATCH.DELETE.OBJECT`, `S3.EXPIRE.OBJECT` …
  package var operation: String
  /// The key, decoded; nil for requests to the bucket.
  package var key: String?
  /// The request line, as logged.
  package var requestURI: String?
  /// The HTTP status; nil where there was no HTTP request.
  package var status: Int?
  /// The S3 error code of a failed request.
  package var errorCode: String?
  /// Bytes of the answer, and of the object.
  package var bytesSent: Int?
  package var objectSize: Int?
  /// The client, in its own words, as logged.
  package var userAgent: String?
  /// The version of the object that was asked for.
  package var versionID: String?
  /// What CloudTrail calls `x-amz-id-2`.
  package var hostID: String?
  /// `AuthHeader`, `QueryString` for presigned URLs, nil for unsigned requests.
  package var authenticationType: String?
  /// The host that was asked, which names the region.
  package var hostHeader: String?
  /// The region that the request came from, where S3 can tell.
  package var sourceRegion: String?
  /// How many fields the line has; unknown ones at its end are counted.
  package var fieldCount: Int

  /// How the request ended, in CloudTrail's words: the error code, or a name for the status.
  package var failure: String? {
    if let errorCode { return errorCode }
    switch status {
    case nil: return nil
    case .some(403): return "Forbidden"
    case .some(404): return "NotFound"
    case .some(503): return "SlowDown"
    case .some(let status): return status >= 400 ? "HTTP\(status)" : nil
    }
  }

  /// The region of the bucket, where the host names it: `bucket.s3.eu-central-1.amazonaws.com`.
  package var region: String? {
    guard let hostHeader, let range = hostHeader.firstRange(of: "s3") else { return nil }
    let labels = hostHeader[range.lowerBound...].split(separator: ".")
    return labels.dropFirst().first { $0.contains("-") && $0 != "dualstack" }.map(String.init)
  }
}
