package import CloudTrail

extension AccessLogLine {
  /// Reads the form in which S3 delivers access logs to CloudWatch Logs: an object for each line,
  /// null in place of `-` (Amazon S3 user guide, "Server access logs in CloudWatch Logs").
  ///
  /// Nil where the object is no such line.
  package init?(_ map: JSONMap, _ bytes: Span<UInt8>, at node: Int = 0) {
    func text(_ name: FieldName) -> String? {
      guard let child = map.member(name, of: node, in: bytes),
        let text = map.text(of: child, in: bytes), !text.isEmpty, text != "-"
      else { return nil }
      return text
    }
    func number(_ name: FieldName) -> Int? { text(name).flatMap { Int($0) } }
    guard let bucket = text("bucket_name"), let operation = text("operation"),
      text("request_id") != nil,
      let time = text("request_time").flatMap({ EventTime(iso: $0) })
    else { return nil }
    self.init(
      bucket: bucket, time: time, remoteIP: text("remote_ip"), requester: text("requester"),
      requestID: text("request_id"), operation: operation,
      key: text("key_name").map { KeyText.decode($0, operation: operation) },
      requestURI: text("request_uri"), fieldCount: map.children(of: node).count { _ in true })
    status = number("http_status")
    errorCode = text("error_code")
    bytesSent = number("bytes_sent")
    objectSize = number("object_size")
    userAgent = text("user_agent")
    versionID = text("version_id")
    hostID = text("host_id")
    authenticationType = text("authentication_type")
    hostHeader = text("host_header")
    sourceRegion = text("source_region")
  }
}
