import CloudTrail
import Evidence
import Testing

/// Random damage: whatever the bytes are, they are read or refused, never trapped on, and how they
/// were cut into chunks does not matter.
@Suite struct EvidenceFuzzTests {
  private static let accessLines = [
    #"79a59df9 acme-state [02/Mar/2026:09:00:20 +0000] 203.0.113.80 arn:aws:sts::111122223333:assumed-role/r/s 3E57427F3EXAMPLE REST.GET.OBJECT e/a%2520b.tfstate "GET /e/a HTTP/1.1" 200 - 4096 4096 31 29 "-" "aws-cli/2 "quoted"" - s9lzHYrFp= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader acme-state.s3.eu-central-1.amazonaws.com TLSv1.3 - - -"#,
    #"79a59df9 acme-state [02/Mar/2026:09:00:20 +0000] - AmazonS3 3E57427F3EXAMPLE S3.EXPIRE.OBJECT key "-" - - - 4096 - - "-" "-" - s9lzHYrFp= - - - - -"#,
    #"79a59df9 acme-state [02/Mar/2026:09:00:20 +0000] 203.0.113.80 - 3E57427F3EXAMPLE BATCH.DELETE.OBJECT a+b%20c - 204 - - 12 - - - - 3HL4kqtJ - SigV4 - - h TLSv1.2 - Yes"#,
    #"79a59df9 acme-state [02/Mar/2026:09:00:20 +0000] 203.0.113.80 - A REST.GET.OBJECT k "GET /" x" HTTP/1.1" 403 AccessDenied 243 - 7 - "http://" "" "S3Console" - h= - - - - -"#,
  ]

  private static let exports = [
    "2026-03-02T09:00:31.412Z first\n  more of it\n\n2026-03-02T09:00:30.000Z earlier\n",
    "2026-03-02T10:15:13.000000+00:00 runner/main/9e8d {\"level\":\"error\"}\r\n",
    "2026-03-02T10:15:13 short\nstray\n2026-13-99T99:99:99 no time\n",
    "stray\n2026-03-02T10:15:13+05:30 stream wget http://169.254.170.2/v2\n\u{FEFF}日本\n",
  ]

  private static let inventories = [
    #"{"version":4,"resources":[{"module":"module.r[\"a\"]","mode":"managed","type":"aws_iam_role","name":"t","instances":[{"index_key":0,"attributes":{"arn":"arn:aws:iam::1:role/x","name":"x","tags":{}}}]}],"outputs":{"a":{"value":{"b":[1,"x",null]},"sensitive":false}}}"#,
    #"{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"a.b","type":"a","values":{"name":"n"}}],"child_modules":[{"address":"module.m","resources":[]}]}},"prior_state":{"values":{"root_module":{"resources":[{"address":"a.b","type":"a","values":{"name":"m"}}]}}}}"#,
    #"{"runner_id":{"sensitive":false,"type":"string","value":"odd"},"x":{"sensitive":true,"value":[{}]}}"#,
    #"{"format_version":"1.0","values":{"outputs":{},"root_module":{"child_modules":[{"child_modules":[{}]}]}}}"#,
  ]

  private static let marks =
    Array("{}[]\",:\\\n\r\t \u{0}-+%\"'0123456789TZ=/ü日\u{1F}".utf8) + [0xFF, 0xC3, 0xED]

  private static func damaged(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 1...20, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[place] = marks.randomElement(using: &generator) ?? 0
      case 1: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  private static func chunks(_ generator: inout SeededGenerator) -> [Int] {
    (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      Int.random(in: 1...40, using: &generator)
    }
  }

  @Test func anAccessLogLineIsReadOrRefused() throws {
    var generator = SeededGenerator(seed: 1)
    for line in Self.accessLines { _ = try accessLine(line) }
    var read = 0
    for number in 0..<4_000 {
      let bytes = Self.damaged(Self.accessLines[number % Self.accessLines.count], &generator)
      do throws(LineError) {
        let line = try AccessLogLine(parsing: bytes.span, 0..<bytes.count)
        #expect(!line.bucket.isEmpty && line.operation.contains("."))
        #expect(line.status.map { $0 >= 0 } ?? true)
        read += 1
      } catch {
        #expect(!error.reason.isEmpty)
      }
    }
    #expect(
      (100..<3_900).contains(read), "\(read) of 4,000: the damage must neither spare nor spoil all")
  }

  @Test func aLineThatIsAnObjectIsReadOrPassedOver() throws {
    let whole =
      #"{"schema_version_id":"1","bucket_name":"b","operation":"REST.GET.OBJECT","request_id":"r","request_time":"2026-03-02T09:00:20Z","http_status":200,"key_name":"a%20b","bytes_sent":null}"#
    var generator = SeededGenerator(seed: 2)
    for number in 0..<3_000 {
      let bytes = number == 0 ? Array(whole.utf8) : Self.damaged(whole, &generator)
      var map = JSONMap()
      guard (try? map.read(bytes.span)) != nil else { continue }
      let line = AccessLogLine(map, bytes.span)
      if number == 0 { #expect(line?.key == "a b") }
    }
  }

  @Test func logExportsDoNotDependOnChunks() {
    var generator = SeededGenerator(seed: 3)
    for number in 0..<2_000 {
      let bytes = Self.damaged(Self.exports[number % Self.exports.count], &generator)
      let whole = messages(bytes)
      #expect(messages(bytes, chunks: Self.chunks(&generator)) == whole)
      #expect(lines(bytes, chunks: Self.chunks(&generator), limit: 24) == lines(bytes, limit: 24))
      for isEnded in [true, false] { _ = kind(bytes, isEnded: isEnded) }
    }
  }

  @Test func anInventoryIsReadOrRefused() throws {
    var generator = SeededGenerator(seed: 4)
    var read = 0
    for number in 0..<4_000 {
      let text = Self.inventories[number % Self.inventories.count]
      let bytes =
        number < Self.inventories.count ? Array(text.utf8) : Self.damaged(text, &generator)
      do throws(InventoryError) {
        let inventory = try Inventory(parsing: bytes.span)
        #expect(inventory.resources.allSatisfy { $0.attributes.first == UInt8(ascii: "{") })
        read += 1
      } catch {
        #expect(number >= Self.inventories.count && !error.description.isEmpty)
      }
    }
    #expect((50..<3_900).contains(read), "\(read) of 4,000")
  }
}
