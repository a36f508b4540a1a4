extension Scenario {
  /// The server access log of a bucket as S3 would have written it of the scenario's data events:
  /// 27 fields a line, the ids of the requests those of the records.
  ///
  /// What `isUnrecorded` picks is taken out of the records: S3 logged it, the trail did not.
  package mutating func accessLog(
    of bucket: Bucket, without isUnrecorded: (Record) -> Bool = { _ in false }
  ) -> String {
    let requests = events.map(\.record).filter {
      $0.source == "s3.amazonaws.com" && $0.category == .data
        && $0.request["bucketName"] == bucket.name
    }
    removeEvents { event in
      requests.contains { $0.eventID == event.record.eventID } && isUnrecorded(event.record)
    }
    return requests.map { Self.line($0, bucket) + "\n" }.joined()
  }

  private static func line(_ record: Record, _ bucket: Bucket) -> String {
    let verbs = [
      "GetObject": "GET.OBJECT", "PutObject": "PUT.OBJECT", "DeleteObject": "DELETE.OBJECT",
      "HeadObject": "HEAD.OBJECT", "ListObjects": "GET.BUCKET",
    ]
    let verb = verbs[record.name] ?? "GET.OBJECT"
    let key = record.request["key"]
    let path = "/" + (key ?? "")
    let status = record.failure == nil ? "200" : "403"
    let agent = record.origin.program.userAgent(source: record.source, operation: record.name)
    let fields = [
      "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", bucket.name,
      "[\(record.time.accessLog)]", record.origin.address, record.actor.arn,
      record.requestID ?? "-",
      "REST.\(verb)", key ?? "-", "\"\(verb.prefix(3)) \(path) HTTP/1.1\"", status,
      record.failure?.code ?? "-", "4096", "4096", "31", "29", "\"-\"", "\"\(agent)\"", "-",
      record.additional?["x-amz-id-2"] ?? "-", "SigV4", "TLS_AES_128_GCM_SHA256", "AuthHeader",
      bucket.host, "TLSv1.3", "-", "-", "-",
    ]
    return fields.joined(separator: " ")
  }
}

extension JSON {
  /// The text of a member; nil where there is none.
  fileprivate subscript(name: String) -> String? {
    guard case .object(let members) = self,
      case .string(let text) = members.first(where: { $0.key == name })?.value
    else { return nil }
    return text
  }
}

extension Timestamp {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `02/Mar/2026:09:00:20 +0000`.
  fileprivate var accessLog: String {
    let text = Array(iso)
    let month = Self.months[(Int(String(text[5...6])) ?? 1) - 1]
    return "\(String(text[8...9]))/\(month)/\(String(text[0...3])):\(String(text[11...18])) +0000"
  }
}
