package import CloudTrail

/// Finds the record of an event by its id, or by the beginning of it.
package enum RecordProbe {
  /// A record that was found.
  package struct Hit: Equatable, Sendable {
    /// The whole id.
    package var id: String
    /// The file, and the record's number in it.
    package var file: LogFile
    package var index: Int
    /// The record itself, as logged.
    package var bytes: [UInt8]
  }

  /// What a look at all files came to.
  package struct Result: Equatable, Sendable {
    /// Every record whose id begins so, by file and place.
    package var hits: [Hit]
    /// What could not be read, or not to its end, and may hold more of them.
    package var troubles: [Trouble]
  }

  /// How short a beginning may be: what the text pages show of an id has eight characters.
  package static let shortest = 6
  /// Hits kept by each worker: a beginning that fits more says nothing.
  private static let limit = 100

  /// Looks for the records whose id begins with `text`.
  package static func run(_ scan: LogScan, _ text: String) -> Result {
    let wanted = Array(text.lowercased().utf8)
    let (workers, summary) = scan.run { Probe(wanted: wanted) }
    let found = workers.flatMap(\.hits).sorted { ($0.file, $0.index) < ($1.file, $1.index) }
    return Result(
      hits: found.map { hit in
        Hit(id: hit.id, file: scan.files[hit.file], index: hit.index, bytes: hit.bytes)
      }, troubles: summary.troubles)
  }

  private struct Probe: LogScan.Consumer, Sendable {
    let wanted: [UInt8]
    var hits: [(id: String, file: Int, index: Int, bytes: [UInt8])] = []

    mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
      guard hits.count < RecordProbe.limit,
        let range = mark.eventID(in: bytes), range.count >= wanted.count, begins(bytes, range)
      else { return }
      let id = String(decoding: JSONText.copy(bytes, range), as: UTF8.self)
      hits.append((id, file, index, JSONText.copy(bytes, mark.range)))
    }

    private func begins(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
      for offset in wanted.indices {
        let byte = bytes[range.lowerBound + offset]
        let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
        if (isUpper ? byte | 0x20 : byte) != wanted[offset] { return false }
      }
      return true
    }

    mutating func take(_ digest: DigestFile, file: Int) {}

    mutating func finish(file: Int) {}
  }
}

extension RecordProbe.Hit {
  /// What the record says of itself.
  package struct Head: Sendable {
    /// When the call was made; nil where that cannot be read.
    package var time: EventTime?
    /// The service, `s3.amazonaws.com` …
    package var service = ""
    /// The call as CloudTrail names it.
    package var call = ""
    /// Who called: an ARN, else a user name, service or principal id.
    package var actor = ""
    /// How the call ended, which not every record tells by an error code.
    package var outcome = Outcome.success
    /// The code of a failed call.
    package var errorCode: String?
    /// The source address, or the name of a service.
    package var address: String?
  }

  /// What stands at the top of the record; empty where the record is no JSON.
  package var head: Head {
    var (map, head) = (JSONMap(), Head())
    let bytes = bytes.span
    guard (try? map.read(bytes)) != nil else { return head }
    head.time = map.text(Field.eventTime, of: 0, in: bytes).flatMap { EventTime(iso: $0) }
    head.service = map.text(Field.eventSource, of: 0, in: bytes) ?? ""
    head.call = map.text(Field.eventName, of: 0, in: bytes) ?? ""
    head.outcome = RecordNames.outcome(map, bytes)
    head.errorCode = map.text(Field.errorCode, of: 0, in: bytes)
    head.address = map.text(Field.sourceIPAddress, of: 0, in: bytes)
    if let identity = map.member(Field.userIdentity, of: 0, in: bytes) {
      head.actor = Principal(map, bytes, at: identity).displayName
    }
    return head
  }

  /// The key that the record issued, else the one it was made with, else the caller's ARN: what
  /// `--descends-from` goes on from.
  package var credential: String? {
    guard let record = MappedRecord(bytes) else { return nil }
    let fields = [
      "responseElements.credentials.accessKeyId", "userIdentity.accessKeyId", "userIdentity.arn",
    ]
    return fields.lazy.compactMap { record.texts(of: $0).first { !$0.isEmpty } }.first
  }

  /// What the record names, in the words of the blast radius.
  package var targets: [String] {
    var map = JSONMap()
    guard (try? map.read(bytes.span)) != nil,
      let source = map.text("eventSource", of: 0, in: bytes.span),
      let call = map.text("eventName", of: 0, in: bytes.span)
    else { return [] }
    let service = source.split(separator: ".").first.map(String.init) ?? source
    return ReachReader(map, service: service, call: call).targets(bytes.span).flatMap(\.words)
  }
}

extension ReachFact.Target {
  /// The target in words.
  var words: [String] {
    switch self {
    case .object(let bucket, let key, _, let bytesOut, let bytesIn):
      let size = [(bytesOut, "sent"), (bytesIn, "received")].filter { $0.0 > 0 }
        .map { ", \($0.0) bytes \($0.1)" }.joined()
      return ["\(key.map { "object \(bucket)/\($0)" } ?? "bucket \(bucket)")\(size)"]
    case .key(let name, let contexts):
      return ["key \(name)"] + contexts.map { "for \($0)" }
    case .item(let kind, let name): return ["\(kind.rawValue) \(name)"]
    }
  }
}
