/// Digest files of one account and region, hour by hour, that list what a trail delivered.
///
/// They are unsigned: what reads them takes their word or verifies them and finds nothing.
package struct DigestChain: Sendable {
  /// Where the trail delivered.
  package var place: Place
  /// The begin of the first digest, and the end of the last one.
  package var start: Timestamp
  package var end: Timestamp
  /// The keys of the files that the trail delivered, with the time of delivery.
  package var delivered: [(key: String, time: Timestamp)] = []

  /// A chain without any delivered file.
  package init(_ place: Place, from start: Timestamp, to end: Timestamp) {
    self.place = place
    self.start = start
    self.end = end
  }

  /// The files by key, an hour each.
  package var files: [(key: String, text: String)] {
    var files: [(key: String, text: String)] = []
    var begin = start
    while begin < end {
      let close = begin + 3_600
      let key = key(at: close)
      files.append((key, digest(key, from: begin, to: close, previous: files.last?.key)))
      begin = close
    }
    return files
  }

  private func key(at time: Timestamp) -> String {
    let account = place.account.id
    let region = place.region.name
    let digits = time.iso.filter { $0 != "-" && $0 != ":" }
    return "AWSLogs/\(account)/CloudTrail-Digest/\(region)/\(time.folder)/"
      + "\(account)_CloudTrail-Digest_\(region)_trail_us-east-1_\(digits).json.gz"
  }

  private func digest(
    _ key: String, from begin: Timestamp, to close: Timestamp, previous: String?
  ) -> String {
    let listed = delivered.filter { begin < $0.time && !(close < $0.time) }
    return JSON.object([
      ("awsAccountId", .string(place.account.id)), ("digestStartTime", .string(begin.iso)),
      ("digestEndTime", .string(close.iso)), ("digestS3Bucket", "acme-trail"),
      ("digestS3Object", .string(key)), ("newestEventTime", .null), ("oldestEventTime", .null),
      ("previousDigestS3Object", previous.map { .string($0) } ?? .null),
      (
        "logFiles",
        .array(
          listed.map {
            [
              "s3Bucket": "acme-trail", "s3Object": .string($0.key), "hashAlgorithm": "SHA-256",
              "oldestEventTime": .string(($0.time + -300).iso),
              "newestEventTime": .string($0.time.iso),
            ]
          })
      ),
    ]).text
  }
}
