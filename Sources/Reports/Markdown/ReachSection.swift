import CloudTrail
import Incident

/// The blast radius: what each suspicious session touched, and what it tried in vain.
struct ReachSection: Sendable {
  private let analysis: Analysis
  private static let longest = 10

  /// The section of an analysis.
  init(_ analysis: Analysis) { self.analysis = analysis }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    if analysis.reach.isEmpty { page.paragraph("No session was looked into.") }
    if analysis.reach.contains(where: { !$0.hasDataEvents }) {
      page.paragraph(
        "**Warning:** these logs hold no S3 data events. That no read of an object is listed proves nothing."
      )
    }
    for reach in analysis.reach {
      let mark: Markdown = reach.isSuspect ? ", **suspicious**" : ""
      page.heading(3, "session \(code: reach.session)\(mark)")
      let rows = reach.lines(atMost: Self.longest).map { line -> [Markdown] in
        [
          "\(prose: line.kind)", "\(code: line.name)", "\(prose: line.done)",
          line.denied > 0 ? "**\(line.denied)**" : "", "\(prose: line.detail)",
        ]
      }
      page.table(["What", "Name", "Done", "Denied or failed", "Detail"], rows)
      if reach.lineCount > rows.count {
        page.paragraph("**\(reach.lineCount - rows.count) more** are in the JSON.")
      }
    }
  }
}

/// One line about something that a session touched.
struct ReachLine: Sendable {
  var kind: String
  var name: String
  var done: String
  var denied: Int
  var detail: String
}

extension SessionReach {
  /// How many things it touched.
  var lineCount: Int { buckets.count + keys.count + items.count }

  /// The most telling lines: data first, then keys, secrets and all else.
  func lines(atMost limit: Int) -> [ReachLine] {
    let touched = items.sorted { ($0.calls == 0 ? 1 : 0) < ($1.calls == 0 ? 1 : 0) }
    return Array((buckets.map(\.line) + keys.map(\.line) + touched.map(\.line)).prefix(limit))
  }
}

extension SessionReach.Bucket {
  fileprivate var line: ReachLine {
    let uses = [
      (reads, "read"), (writes, "written"), (deletes, "deleted"), (lists, "listed"),
    ].filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
    let folders = prefixes.isEmpty ? "" : "; under " + prefixes.listed(atMost: 4)
    let bytes = [(bytesOut, "out"), (bytesIn, "in")].filter { $0.0 > 0 }
      .map { "\($0.0.asBytes) \($0.1)" }.joined(separator: ", ")
    return ReachLine(
      kind: "bucket", name: name, done: uses.isEmpty ? "nothing" : uses.joined(separator: ", "),
      denied: denied,
      detail: [objects > 0 ? objects.counted("object") : "", bytes].filter { !$0.isEmpty }
        .joined(separator: ", ") + folders)
  }
}

extension SessionReach.Key {
  fileprivate var line: ReachLine {
    ReachLine(
      kind: "KMS key", name: name, done: calls.counted("use"), denied: denied,
      detail: contexts.isEmpty ? "" : "for " + contexts.listed(atMost: 3))
  }
}

extension SessionReach.Item {
  fileprivate var line: ReachLine {
    ReachLine(
      kind: kind == .logGroup ? "log group" : kind.rawValue, name: name,
      done: calls > 0 ? calls.counted("call") : "nothing", denied: denied, detail: "")
  }
}

extension Int {
  /// Bytes as `12.3 MiB`, without floating point on the way.
  var asBytes: String {
    // Ten times the largest number is no number of this type.
    var value = Int128(self) * 10
    var unit = 0
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    while value >= 10_240, unit < units.count - 1 {
      value /= 1_024
      unit += 1
    }
    return unit == 0 ? "\(self) B" : "\(value / 10).\(value % 10) \(units[unit])"
  }
}
