import CloudTrail
import Evidence
import Testing

@Suite struct AccessLogTests {
  private static let head =
    "79a5 prod-runner-state [02/Mar/2026:09:00:20 +0000] 10.0.11.23 "
    + "arn:aws:sts::111122223333:assumed-role/prod-task/5b1d 3E57427F3EXAMPLE "
  private static let tail =
    " kYq3 s9lz= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader prod-runner-state.s3.eu-central-1.amazonaws.com TLSv1.3"

  @Test func readsAllFields() throws {
    let line = try accessLine(
      Self.head
        + #"REST.GET.OBJECT tf/a "GET /tf/a HTTP/1.1" 200 - 48211 48212 31 29 "-" "aws-sdk""#
        + Self.tail + " - - eu-central-1")
    #expect(line.bucket == "prod-runner-state")
    #expect(line.time.description == "2026-03-02T09:00:20Z")
    #expect(line.remoteIP == "10.0.11.23")
    #expect(line.requester == "arn:aws:sts::111122223333:assumed-role/prod-task/5b1d")
    #expect(line.requestID == "3E57427F3EXAMPLE")
    #expect(line.operation == "REST.GET.OBJECT")
    #expect(line.key == "tf/a")
    #expect(line.requestURI == "GET /tf/a HTTP/1.1")
    #expect(line.status == 200)
    #expect(line.failure == nil)
    #expect(line.bytesSent == 48_211)
    #expect(line.objectSize == 48_212)
    #expect(line.userAgent == "aws-sdk")
    #expect(line.versionID == "kYq3")
    #expect(line.hostID == "s9lz=")
    #expect(line.authenticationType == "AuthHeader")
    #expect(line.region == "eu-central-1")
    #expect(line.sourceRegion == "eu-central-1")
    #expect(line.fieldCount == 27)
  }

  @Test func quotesInTheAgentAndTheRequestAreNotEscaped() throws {
    let line = try accessLine(
      Self.head
        + #"REST.GET.OBJECT a%22b "GET /a"b 200 "x HTTP/1.1" 403 AccessDenied 243 - 7 - "http://r" "curl "quoted" agent""#
        + Self.tail)
    #expect(line.requestURI == #"GET /a"b 200 "x HTTP/1.1"#)
    #expect(line.status == 403)
    #expect(line.failure == "AccessDenied")
    #expect(line.userAgent == #"curl "quoted" agent"#)
    #expect(line.key == #"a"b"#)
    #expect(line.fieldCount == 24)
  }

  @Test func batchAndLifecycleLinesHaveNoRequest() throws {
    let batch = try accessLine(
      Self.head + "BATCH.DELETE.OBJECT tf/a+final%2528v2%2529 - 204 - - 400003 - - - - -"
        + Self.tail)
    #expect(batch.key == "tf/a final(v2)")
    #expect(batch.requestURI == nil)
    #expect(batch.userAgent == nil)
    #expect(batch.hostHeader != nil)
    let expiry = try accessLine(
      "b8 prod [25/Mar/2025:19:28:02 +0000] - AmazonS3 366D S3.EXPIRE.OBJECT 0/x.sst "
        + #""-" - - - 317 - - "-" "-" qsEq DMlP/B - - - - - - - "#)
    #expect(expiry.remoteIP == nil)
    #expect(expiry.requester == "AmazonS3")
    #expect(expiry.status == nil)
    #expect(expiry.objectSize == 317)
    #expect(expiry.versionID == "qsEq")
  }

  @Test func theRequestOfACopyHasNoVersion() throws {
    let line = try accessLine(
      Self.head + #"REST.COPY.OBJECT_GET tf/b "GET /tf/b" 200 - - 400001 - - - - -"# + Self.tail)
    #expect(line.requestURI == "GET /tf/b")
    #expect(line.objectSize == 400_001)
    #expect(line.bytesSent == nil)
  }

  @Test func fieldsThatAmazonAppendsAreLetBe() throws {
    let line = try accessLine(
      Self.head + #"REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 1 1 1 "-" "x""# + Self.tail
        + " - Yes eu-west-1 new newer")
    #expect(line.fieldCount == 29)
    #expect(line.sourceRegion == "eu-west-1")
  }

  @Test func aTimeOfAnotherZoneIsTurned() throws {
    let line = try accessLine(
      "o b [02/Mar/2026:09:00:20 +0230] - - R REST.GET.BUCKET - \"GET / HTTP/1.1\" 404 - - - - - \"-\" \"x\""
        + Self.tail)
    #expect(line.time.description == "2026-03-02T06:30:20Z")
    #expect(line.requester == nil)
    #expect(line.failure == "NotFound")
  }

  @Test(arguments: [
    ("", "bucket owner"), ("o b", "time"), ("o - [x] a", "the bucket is missing"),
    ("o b [99/Mar/2026:09:00:20 +0000] a", "the time cannot be read"),
    ("o b [02/Mar/2026:09:00:20 +0000] ip who id nothing", "operation"),
    (Self.head + #"REST.GET.OBJECT a "GET /a HTTP/1.1"#, "request line does not end"),
    (Self.head + "REST.GET.OBJECT a - 2x0 - - - - - - -", "status is no number"),
  ]) func badLinesAreNamed(line: String, reason: String) {
    let error = #expect(throws: LineError.self) { try accessLine(line) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  /// Whatever stands in a line, it is read or named, never a trap.
  @Test func noCutOfALineTraps() throws {
    let text =
      Self.head
      + #"REST.GET.OBJECT tf/%a "GET /tf/a "HTTP/1.1" 200 - 48211 48212 31 29 "-" "aws-sdk""#
      + Self.tail
    let bytes = Array(text.utf8)
    for end in 0...bytes.count {
      _ = try? AccessLogLine(parsing: bytes.span, 0..<end)
      _ = try? AccessLogLine(parsing: bytes.span, min(end, 60)..<bytes.count)
    }
  }

  @Test(.enabled(if: SharedData.isPresent, "the shared data is not here"))
  func readsTheSampleAndTheRealLines() throws {
    for (name, count, fields) in [
      ("s3-access-logs/2026-03-02-10-22-41-0F1E2D3C4B5A6978", 6, [27, 27, 24, 24, 24, 26]),
      ("s3-access-logs/real-lines.elastic.log", 7, [24, 24, 24, 24, 25, 26, 26]),
    ] {
      let bytes = try SharedData.bytes(name)
      var found: [AccessLogLine] = []
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        found.append(try accessLine(String(line)))
      }
      #expect(found.count == count)
      #expect(found.map(\.fieldCount) == fields, "\(name)")
      #expect(kind(bytes, isEnded: true) == .accessLog)
      #expect(found.allSatisfy { $0.requestID != nil && $0.hostID != nil })
    }
  }

  @Test(.enabled(if: SharedData.isPresent, "the shared data is not here"))
  func readsTheFormOfCloudWatchLogs() throws {
    let bytes = try SharedData.bytes("s3-access-logs/server-access.cloudwatch.json")
    var map = JSONMap()
    try map.read(bytes.span)
    let found = AccessLogLine(map, bytes.span)
    let line = try #require(found)
    #expect(line.operation == "REST.GET.OBJECT")
    #expect(line.status == 200)
    #expect(line.remoteIP == "203.0.113.66")
    #expect(line.key == "tf/env-00/terraform.tfstate")
  }
}
