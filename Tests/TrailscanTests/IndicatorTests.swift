import Foundation
import Testing

/// `--ioc`, `--networks` and `--geoip`: what others know about addresses, keys and names.
@Suite struct IndicatorTests {
  private static func findings(_ arguments: [String], in folder: TestFolder) throws -> [Fields] {
    let run = try Trailscan.run(
      ["findings", Trailscan.sample, "--format", "ndjson"] + arguments, in: folder)
    run.expectSuccess()
    return try run.records()
  }

  private static func count(_ findings: [Fields]) -> Int {
    findings.reduce(0) { $0 + ($1.number("count") ?? 0) }
  }

  /// How many distinct records of the sample a command of the shell finds.
  private static func logged(_ filter: String, in folder: TestFolder) throws -> Int {
    let line = "trailscan events '\(Trailscan.sample)' --all -q | \(filter) | wc -l"
    return Int(try Trailscan.shell(line, in: folder).output.filter(\.isNumber)) ?? -1
  }

  @Test(arguments: [
    ("203.0.113.80", "grep -F '\"sourceIPAddress\":\"203.0.113.80\"'"),
    ("203.0.113.64/27", "grep -E '\"sourceIPAddress\":\"203.0.113.(6[4-9]|[78][0-9]|9[0-5])\"'"),
    ("asia7twkiq5esexample", "grep -F ASIA7TWKIQ5ESEXAMPLE"),
    ("arn:aws:iam::111122223333:role/admin-*", "grep -F role/admin-automation"),
    ("agent: KALI", "grep -i 'userAgent\":\"[^\"]*kali'"),
  ])
  func everyRecordThatHoldsOneIsFound(_ indicator: String, _ filter: String) throws {
    let folder = try TestFolder()
    let text = indicator.hasPrefix("asia") ? "key: \(indicator)" : indicator
    try folder.write("# a list\n\(text)  # from a partner\n", to: "iocs.txt")
    let id = indicator.hasPrefix("203.") ? "S13" : "IOC"
    let found = try Self.findings(["--ioc", "iocs.txt"], in: folder).filter {
      $0.text("id") == id
    }
    #expect(found.allSatisfy { $0.text("level") == "high" })
    let logged = try Self.logged(filter, in: folder)
    #expect(logged > 0 && Self.count(found) == logged)
    #expect(found.allSatisfy { $0.text("why")?.contains("(from a partner)") == true })
    let entries = try Trailscan.run(
      [Trailscan.sample, "--ioc", "iocs.txt", "--format", "ndjson"], in: folder
    ).records().filter { ($0["findings"] as? [String])?.contains(id) == true }
    #expect(!entries.isEmpty && entries.count <= logged)
  }

  @Test func withoutAListThereAreNone() throws {
    let folder = try TestFolder()
    let ids = try Set(Self.findings([], in: folder).compactMap { $0.text("id") })
    #expect(ids.isDisjoint(with: ["IOC", "S13"]))
  }

  @Test func faultsOfListsHaveAPlace() throws {
    let folder = try TestFolder()
    try folder.write("203.0.113.80\n  203.0.113.256\n", to: "iocs.txt")
    try folder.write("office: [10.0.0.0/8]\nhome: [10.0.0.0/64]\n", to: "networks.yaml")
    let list = try Trailscan.run(["findings", Trailscan.sample, "--ioc", "iocs.txt"], in: folder)
    #expect(list.code == 2)
    #expect(list.error.contains("iocs.txt:2:3: '203.0.113.256' is no address or range"))
    #expect(list.error.contains("    2 |   203.0.113.256\n        ^") || list.error.contains("^"))
    let networks = try Trailscan.run(
      ["playbook", "run", Trailscan.sample, "--networks", "networks.yaml"], in: folder)
    #expect(networks.code == 2 && networks.error.contains("networks.yaml:2:8: '10.0.0.0/64'"))
    let absent = try Trailscan.run(["findings", Trailscan.sample, "--ioc", "absent"], in: folder)
    #expect(absent.code == 2 && absent.error.contains("absent"))
  }

  /// A login from outside of the networks is where the incident begins.
  @Test func networksSayFromWhereRunnersMayBeUsed() throws {
    let folder = try TestFolder()
    try folder.write("everywhere: [0.0.0.0/0, '::/0']\n", to: "wide.yaml")
    try folder.write("networks:\n  vpc: [10.0.0.0/8]\n", to: "narrow.yaml")
    try folder.write(
      """
      title: From the office
      name: user-network
      level: high
      detection: {s: {trailscan.networks: vpc, trailscan.sessionRoleKind: task}, condition: s}
      """, to: "rule.yml")
    func notes(_ file: String) throws -> String {
      try Trailscan.run(
        ["playbook", "run", Trailscan.sample, "--networks", file, "--format", "ndjson"], in: folder
      ).output
    }
    #expect(try notes("narrow.yaml").contains("outside"))
    #expect(try !notes("wide.yaml").contains("outside"))
    let found = try Self.findings(
      ["--networks", "narrow.yaml", "--rules", "rule.yml"], in: folder
    ).filter { $0.text("id") == "user-network" }
    #expect(!found.isEmpty && Self.count(found) < 100)
  }

  @Test func placesAreShownWhereTheBuildCanTell() throws {
    let folder = try TestFolder()
    let databases = Trailscan.packageRoot.appending(path: "Tests/GzipStreamTests/Places").path
    let arguments = [Trailscan.sample, "--ip", "203.0.113.80", "--geoip", databases]
    let run = try Trailscan.run(arguments + ["--format", "ndjson"], in: folder)
    if run.code == 2 {
      #expect(run.error.contains("this build has no GeoIP"))
      return
    }
    run.expectSuccess()
    let entry = try #require(try run.records().first)
    #expect(entry.text("geo.country") == "DE" && entry.text("geo.city") == "Berlin")
    #expect(entry.text("geo.asn") == "AS64500")
    let text = try Trailscan.run(arguments + ["--format", "text"], in: folder)
    #expect(text.output.contains("203.0.113.80 DE AS64500"))
    try folder.write(
      """
      title: From abroad
      name: user-abroad
      level: high
      detection: {s: {trailscan.geo.country: DE, trailscan.geo.asn: AS64500}, condition: s}
      """, to: "rule.yml")
    let found = try Self.findings(["--geoip", databases, "--rules", "rule.yml"], in: folder)
    let logged = try Self.logged(
      "grep -E '\"sourceIPAddress\":\"203.0.113.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\"'",
      in: folder)
    #expect(Self.count(found.filter { $0.text("id") == "user-abroad" }) == logged)
  }
}
