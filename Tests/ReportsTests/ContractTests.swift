import Incident
import Reports
import Testing

/// The keys as they were promised to scripts: order, spelling, and which of them may be absent.
@Suite("Contract")
struct ContractTests {
  static let promised: [(Noun, String)] = [
    (
      .timeline,
      """
      eventTime runner stage eventSource eventName awsRegion recipientAccountId outcome errorCode? \
      actor session? task? resource? sourceIPAddress geo?{country? city? asn? organization?} userAgent? eventID sharedEventID? count \
      lastEventTime? summary attribution{method confidence via} findings steps bytes? source{file index kind?}
      """
    ),
    (
      .runners,
      """
      runner profile status subjects refusedSubjects providers roles buckets clusters keys logGroups accounts \
      regions sessions tasks events denied firstSeen? lastSeen? origin \
      listing?{file roles subjects buckets clusters keys logGroups subnets securityGroups planned conflicts}
      """
    ),
    (
      .sessions,
      """
      session runner? kind accessKeyIds roleArn? roleSessionName? subject? provider? audience? \
      issuedAt? expiresAt? expirySource? issuedBy?{eventID session? task?} task? firstUse? \
      lastUse? events denied sourceIPAddresses userAgents suspect revokedAt? revocations liveAt? \
      afterRevocation?{succeeded denied propagating lastSucceeded?} linked
      """
    ),
    (
      .findings,
      """
      id title level runner? session? actors sourceIPAddresses techniques tactics firstTime lastTime count eventIDs why \
      benign next
      """
    ),
    (
      .steps,
      """
      runner playbook step title status evidence contradictions missing actors firstTime? \
      lastTime? since? sinceBasis? attestation?{step by at note?} note
      """
    ),
    (
      .incidents,
      """
      runner start? startBasis milestones metrics exposure?{from to isOpen session} dataImpact \
      suspectSessions suspectAddresses accounts regions attestations
      """
    ),
    (
      .reach,
      """
      session runner? suspect firstTime? lastTime? events denied buckets keys items calls \
      deniedCalls s3DataSeen
      """
    ),
    (
      .coverage,
      """
      recipientAccountId awsRegion files records duplicates firstTime? lastTime? missing \
      categories readOnlySeen kmsSeen s3DataSeen writeOnly \
      hours{spanned withRecords withFiles withDigests} holes \
      digests{valid invalid unverifiable gaps listed absent unlisted firstTime? lastTime?} \
      settledTime?
      """
    ),
  ]

  @Test("Columns are the promised keys, in their order", arguments: promised)
  func columns(noun: Noun, keys: String) throws {
    let csv = Renderer().render(noun, of: Analysis(playbook: "rotation"), as: .csv)
    #expect(
      String(decoding: csv, as: UTF8.self) == Self.flat(keys).joined(separator: ",") + "\r\n")
  }

  @Test("Absent is only what was promised as optional", arguments: promised)
  func optional(noun: Noun, keys: String) throws {
    let required = try JSONValue(JSONSchema.text(of: noun))["required"]?.elements
    var depth = 0
    let names = keys.split(separator: " ").compactMap { word -> String? in
      defer { depth += word.count { $0 == "{" } - word.count { $0 == "}" } }
      let name = word.prefix { $0 != "{" }
      return depth == 0 && !name.hasSuffix("?") ? String(name) : nil
    }
    #expect(required?.compactMap(\.text) == names)
  }

  @Test("An entry with nothing optional has nothing empty")
  func absent() throws {
    var analysis = Analysis(playbook: "rotation")
    analysis.sessions = [Session(id: "s1", kind: .other)]
    let line = Renderer().render(.sessions, of: analysis, as: .ndjson)
    #expect(
      String(decoding: line, as: UTF8.self) == """
        {"session":"s1","kind":"other","accessKeyIds":[],"events":0,"denied":0,\
        "sourceIPAddresses":[],"userAgents":[],"suspect":false,"revocations":[],"linked":true}

        """)
  }

  @Test("A stream writes what the whole document is", arguments: Format.allCases)
  func stream(format: Format) {
    guard var writer = TimelineWriter(format) else {
      #expect(format.isForPeople)
      return
    }
    var document: [UInt8] = []
    for entry in Sample.analysis.timeline {
      var chunk: [UInt8] = []
      writer.append(entry, to: &chunk)
      document += chunk
    }
    writer.finish(to: &document)
    #expect(document == Renderer().render(.timeline, of: Sample.analysis, as: format))
  }

  @Test("No record makes a whole document", arguments: Noun.allCases)
  func nothing(noun: Noun) throws {
    let analysis = Analysis(playbook: "rotation")
    #expect(Renderer().render(noun, of: analysis, as: .ndjson) == [])
    #expect(try JSONValue(Renderer().render(noun, of: analysis, as: .json)) == .list([]))
  }

  /// `a b?{c d}` as `a b.c b.d`.
  private static func flat(_ keys: String) -> [String] {
    var group = ""
    return keys.split(separator: " ").map { word in
      let parts = word.filter { $0 != "?" && $0 != "}" }.split(separator: "{")
      if parts.count == 2 { group = parts[0] + "." }
      defer { if word.hasSuffix("}") { group = "" } }
      return group + (parts.last ?? "")
    }
  }
}
