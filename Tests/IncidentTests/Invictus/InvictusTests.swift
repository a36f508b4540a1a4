import CloudTrail
import Foundation
import GzipStream
import Incident
import Testing

/// Real logs of a simulated attack, public since 2023: what a plain reading of them gives.
@Suite(.enabled(if: SharedData.isPresent, "the shared test data is absent"))
struct InvictusTests {
  private var files: [FilePath] {
    SharedData.files(below: "invictus").map { FilePath($0.path) }
  }

  @Test func everyUseOfARoleIsJoinedToTheEventThatIssuedIt() throws {
    let folder = try TemporaryFolder()
    let (found, _) = LogFinder.find(files.map(\.description))
    var joins: [String: Int] = [:]
    var ambiguous = 0
    var analyzer = Analyzer(profiles: RunnerProfile.all, temporaryFolder: folder.path)
    analyzer.tellsAll = true
    let result = try analyzer.run(LogScan(files: found, jobs: 2)) { observation in
      guard observation.principal.type == "AssumedRole" else { return }
      let link = observation.link
      joins["\(link?.byKey == true) \(link?.byRoleSession == true)", default: 0] += 1
      if link?.isAmbiguous == true { ambiguous += 1 }
    }
    // With a key, the date agrees; the others are calls of services, which show no key. Three of
    // these fit several credentials of one name that were issued within a second.
    #expect(joins == ["true true": 70, "false true": 6])
    #expect(ambiguous == 3)
    let used = result.sessions.filter { $0.events > 0 && $0.roleID != nil }
    for session in used { #expect(session.link == .linked, "\(session.id)") }
    #expect(used.reduce(0) { $0 + $1.events } == 76)
    #expect(Set(used.compactMap { $0.issuedBy?.eventID }).count == used.count)
    #expect(result.runners.isEmpty, "nobody logs in by web identity there")
  }

  @Test func aPlainReadingFindsTheSameJoins() throws {
    let records = try plainRecords()
    var keys: Set<String> = []
    var ids: Set<String> = []
    for record in records where (record["eventName"] as? String)?.hasPrefix("AssumeRole") == true {
      let response = record["responseElements"] as? [String: Any]
      if let key = (response?["credentials"] as? [String: Any])?["accessKeyId"] as? String {
        keys.insert(key)
      }
      if let id = (response?["assumedRoleUser"] as? [String: Any])?["assumedRoleId"] as? String {
        ids.insert("\(id) \(record["eventTime"] as? String ?? "")")
      }
    }
    var joins: [String: Int] = [:]
    for record in records {
      guard let identity = record["userIdentity"] as? [String: Any],
        identity["type"] as? String == "AssumedRole",
        let context = identity["sessionContext"] as? [String: Any],
        let attributes = context["attributes"] as? [String: Any]
      else { continue }
      let id = "\(identity["principalId"] ?? "") \(attributes["creationDate"] ?? "")"
      let byKey = keys.contains(identity["accessKeyId"] as? String ?? "")
      joins["\(byKey) \(ids.contains(id))", default: 0] += 1
    }
    // The events that issued the 23 did not name the role's id, only its ARN, which joins as well.
    #expect(joins == ["true true": 47, "true false": 23, "false true": 6])
  }

  @Test(arguments: [1, 3]) func theAuditedFamiliesAreExactlyThese(jobs: Int) throws {
    var expected: [String: String] = [:]
    for record in try plainRecords() where Self.isOfFamilies(record) {
      let id = try #require(record["eventID"] as? String)
      expected[id] = try Self.canonical(record)
    }
    let lines = Guarded<[UInt8]>([])
    let scan = LogScan(files: LogFinder.find(files.map(\.description)).files, jobs: jobs)
    let summary = EventStream(selection: RecordSelection()).run(scan) { bytes in
      let copy = JSONText.copy(bytes, 0..<bytes.count)
      lines.withLock { $0 += copy }
      return true
    }
    var found: [String: String] = [:]
    for line in lines.withLock({ $0 }).split(separator: 0x0A) {
      let record = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      let id = try #require(record?["eventID"] as? String)
      #expect(found.updateValue(try Self.canonical(record ?? [:]), forKey: id) == nil)
    }
    #expect(found == expected)
    #expect(!expected.isEmpty)
    #expect(summary.selected == expected.count)
    #expect(summary.records == 2_900)
    #expect(summary.troubles.isEmpty)
  }

  private func plainRecords() throws -> [[String: Any]] {
    try files.flatMap { file -> [[String: Any]] in
      var reader = try LogReader(path: file)
      var bytes: [UInt8] = []
      while try reader.read(upTo: 1 << 16, appendingTo: &bytes) > 0 {}
      let value = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      return value?["Records"] as? [[String: Any]] ?? []
    }
  }

  private static func isOfFamilies(_ record: [String: Any]) -> Bool {
    let call = record["eventName"] as? String
    return switch record["eventSource"] as? String {
    case "s3.amazonaws.com", "kms.amazonaws.com": true
    case "ecs.amazonaws.com": call == "RunTask"
    case "sts.amazonaws.com": call == "AssumeRoleWithWebIdentity"
    default: false
    }
  }

  private static func canonical(_ record: [String: Any]) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }
}
