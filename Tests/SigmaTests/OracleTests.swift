import CloudTrail
import Foundation
import Sigma
import Testing

/// What the public rules match in real logs is what an independent engine matches.
///
/// `Oracle/sigma_oracle.py` lets pySigma turn the rules into SQL and SQLite answer it;
/// `Oracle/expected-matches.tsv` is what it printed. Where pySigma is at hand, it is asked again:
///
///     python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install pysigma pysigma-backend-sqlite
///     TRAILSCAN_PYTHON=/tmp/oracle/bin/python swift test --disable-xctest --filter OracleTests
///
/// The engines differ in one match, which `differences` explains. Known differences that these logs
/// do not show: SQLite folds ASCII letters only, we fold all; a list reaches the oracle as one
/// text, we ask for each element too.
@Suite(.enabled(if: SharedRules.isPresent, "the public rules are not beside the package"))
struct OracleTests {
  static let packs = ["sigmahq", "suzaku"]

  /// A match that only one of the engines finds.
  private struct Difference {
    let rule: String
    /// The match, as the rule's line names it.
    let match: String
    let reason: String
  }

  private static let differences = [
    Difference(
      rule: "8e0f2a4b-6c7d-9e1f-3a5b-7c8d9e0f1a2b",
      match:
        #"{"sourceIPAddress":"075.050.255.67","userIdentity.accessKeyId":"akiaozudecyxym4onan4"}"#,
      reason: """
        CreateUser and CreateAccessKey, 2024-08-01T13:33:28Z both. CloudTrail has whole seconds \
        only; we take the order of the list within one, pySigma wants the second step later. The \
        key was made for the user of that very second.
        """)
  ]

  private static let oracleFolder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Oracle")

  /// A Python that can import pySigma: `TRAILSCAN_PYTHON`, else `python3`.
  static let python: String? = {
    let name = ProcessInfo.processInfo.environment["TRAILSCAN_PYTHON"] ?? "python3"
    let probe = run([name, "-c", "import sigma.backends.sqlite"])
    return probe.code == 0 ? name : nil
  }()

  @Test func matchesAreThoseOfTheOracle() throws {
    let file = Self.oracleFolder.appending(path: "expected-matches.tsv")
    let expected = try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n").map(String.init)
    var explained: [Difference] = []
    let ours = try Self.matches(explained: &explained)
    #expect(explained.map(\.rule) == Self.differences.map(\.rule))
    #expect(Set(ours).subtracting(expected).sorted() == [], "only ours")
    #expect(Set(expected).subtracting(ours).sorted() == [], "only the oracle's")
    let rules = expected.dropFirst().map { $0.split(separator: "\t") }
    let matches = rules.reduce(0) { $0 + (Int($1[3]) ?? 0) }
    #expect(rules.count > 150 && matches > 2_000)
    let correlations = Set(rules.map { $0[2] }).subtracting(["detection"])
    #expect(correlations == ["event_count", "temporal_ordered", "value_count"])
    print("\(rules.count) rules match \(matches) times in \(expected[0]), as in the oracle, but:")
    for difference in explained { print("+ \(difference.match): \(difference.reason)") }
  }

  @Test(.enabled(if: python != nil, "no Python with pysigma and pysigma-backend-sqlite"))
  func theOracleStillSaysSo() throws {
    let folder = try #require(SharedRules.folder)
    let script = Self.oracleFolder.appending(path: "sigma_oracle.py").path
    let rules = Self.packs.map { "\(folder)/sigma-rules/\($0)" }
    let logs = ["stratus", "invictus", "records"].map { "\(folder)/\($0)" }
    let answer = Self.run(
      [try #require(Self.python), script, "--rules"] + rules + ["--logs"] + logs)
    let recorded = try String(
      contentsOf: Self.oracleFolder.appending(path: "expected-matches.tsv"), encoding: .utf8)
    #expect(answer.code == 0 && answer.output == recorded)
  }

  // MARK: Ours

  /// Our matches in the form of the oracle, without those that are explained.
  private static func matches(explained: inout [Difference]) throws -> [String] {
    let records = try SharedRules.realRecords()
    var lines = ["records\t\(records.count)"]
    for pack in packs {
      var diagnostics = Diagnostics()
      let set = RuleSet(loading: try SharedRules.sources(pack), diagnostics: &diagnostics)
      let found = try matches(of: set, in: records)
      for (rule, names) in found.sorted(by: { $0.key < $1.key }) {
        let kind = set.rules[rule].correlation?.kind.rawValue ?? "detection"
        var names = Set(names)
        for difference in differences where difference.rule == set.rules[rule].id {
          if names.remove(difference.match) != nil { explained.append(difference) }
        }
        let sorted = names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let id = set.rules[rule].id ?? ""
        let hash = fnv(sorted.joined(separator: ","))
        lines.append("\(pack)\t\(id)\t\(kind)\t\(sorted.count)\t\(hash)")
      }
    }
    return lines
  }

  /// For each rule the events it matches, for each correlation its groups.
  private static func matches(of set: RuleSet, in records: [[UInt8]]) throws -> [Int: [String]] {
    var found: [Int: [String]] = [:]
    var inputs: [CorrelationInput] = []
    for record in records {
      var map = JSONMap()
      try map.read(record.span)
      let context = UnknownContext()
      let id = FieldValues.texts(of: "eventID", map, record.span, context: context)?.first ?? ""
      let time = FieldValues.texts(of: "eventTime", map, record.span, context: context)?.first
      let seconds = try #require(EventTime(iso: Array((time ?? "").utf8))).seconds
      var matches: [RuleSet.Match] = []
      set.matches(of: map, record.span, context: context, into: &matches)
      for match in matches {
        #expect(match.truth == .yes)
        found[match.rule, default: []].append(id)
        inputs += set.correlationInputs(
          rule: match.rule, time: seconds, eventID: id, map, record.span, context: context)
      }
    }
    for match in set.correlationMatches(among: inputs) {
      let names = set.rules[match.correlation].correlation?.groupBy ?? []
      let pairs = zip(names, match.group).map { name, value in
        "\"\(name)\":\"\(value.lowercased())\""
      }
      found[match.correlation, default: []].append("{\(pairs.joined(separator: ","))}")
    }
    return found
  }

  private static func fnv(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func run(_ words: [String]) -> (code: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return (-1, "") }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
