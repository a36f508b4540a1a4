package import CloudTrail

/// What the logs cover, in words: every statement that something was not seen refers to it.
///
/// One place for verdicts, sessions, findings and live credentials, so that none of them claims
/// more than the logs can tell.
package struct CoverageClaim: Sendable {
  private static let longestList = 4

  private let entries: [CoverageEntry]

  /// A claim of all that `coverage` tells.
  package init(_ coverage: [CoverageEntry]) {
    entries = coverage.filter { $0.records > 0 || $0.digests.unverifiable > 0 }
  }

  /// A claim of some accounts and regions; an empty set stands for all.
  package init(
    _ coverage: [CoverageEntry], accounts: some Collection<String>,
    regions: some Collection<String>
  ) {
    self.init(
      coverage.filter {
        (accounts.isEmpty || accounts.contains($0.recipientAccountID))
          && (regions.isEmpty || regions.contains($0.awsRegion))
      })
  }

  /// `the logs of account 1 in eu-central-1, us-east-1 from … to …, 3 hours of them missing`.
  package var words: String {
    guard let first, let last else { return "no logs of the accounts and regions concerned" }
    let accounts = Set(entries.map(\.recipientAccountID)).filter { !$0.isEmpty }.sorted()
    let account = accounts.isEmpty ? "no named account" : Self.listed(accounts)
    return "the logs of \(accounts.count > 1 ? "accounts" : "account") \(account) in "
      + "\(Self.listed(Set(entries.map(\.awsRegion)).sorted())) from \(first) to \(last)\(lacks)"
  }

  /// `2026-03-02T09:00:05Z to …, 3 hours of them missing`, for a short note.
  package var span: String {
    guard let first, let last else { return "no logs" }
    return "the logs from \(first) to \(last)\(lacks)"
  }

  /// What is unknown at `time` for lying behind the end of the logs; nil where they reach it.
  package func unknown(at time: EventTime) -> String? {
    guard let last, time > last else { return nil }
    return "the logs end at \(last): what happened from then to \(time) is not in them"
  }

  private var first: EventTime? {
    entries.compactMap { $0.firstTime ?? $0.digests.firstTime }.min()
  }

  private var last: EventTime? { entries.compactMap { $0.lastTime ?? $0.digests.lastTime }.max() }

  /// What is missing in some of the places, in a few words.
  private var lacks: String {
    let seconds = entries.map { $0.missing.reduce(0) { $0 + $1.to.seconds - $1.from.seconds } }
    let hours = Int(((seconds.max() ?? 0) + 3_599) / 3_600)
    let holes = entries.reduce(0) { $0 + $1.holes.count }
    var words = ""
    if hours > 0 { words += ", \(hours == 1 ? "1 hour" : "\(hours) hours") of them missing" }
    if holes > 0 { words += ", \(holes == 1 ? "1 log file" : "\(holes) log files") lost" }
    return words
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(longestList).map { $0.isEmpty ? "no region" : $0 }
    let rest = names.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
