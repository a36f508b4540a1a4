import CloudTrail
import Incident

/// What could be seen at all: every claim that something did not happen rests on it.
struct CoverageSection: Sendable {
  private let coverage: [CoverageEntry]
  private let settled: String?
  /// Stretches named for one region.
  private static let longestList = 20

  /// The section of an analysis.
  init(_ analysis: Analysis) {
    coverage = analysis.coverage
    settled = analysis.settledWords
  }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    guard !coverage.isEmpty else {
      page.paragraph("No record was read.")
      return
    }
    page.table(
      [
        "Account", "Region", "First (UTC)", "Last (UTC)", "Files", "Records",
        "Duplicates among records for timelines",
        "Hours missing", "Categories",
      ], coverage.map(row))
    let gaps = coverage.filter { !$0.missing.isEmpty }
    if !gaps.isEmpty {
      page.paragraph(
        "Time without a record, a delivered log file or a digest, within what the input spans:")
      page.list(gaps.map { (0, missing($0)) })
    }
    appendDigests(to: &page)
    page.paragraph("What these logs do not hold, so that its absence below proves nothing:")
    page.list(absences.map { (0, $0) })
  }

  private func row(_ entry: CoverageEntry) -> [Markdown] {
    let categories = entry.categories.sorted { $0.key < $1.key }
      .map { Markdown("\(prose: $0.key) \($0.value)") }
    return [
      "\(code: entry.accountWords)", "\(code: entry.regionWords)",
      "\(prose: entry.firstTime?.dayAndClock ?? "")",
      "\(prose: entry.lastTime?.dayAndClock ?? "")",
      "\(entry.files)", "\(entry.records)", "\(entry.duplicates)", "\(entry.hoursMissing)",
      categories.joined(", "),
    ]
  }

  private func appendDigests(to page: inout some ReportPage) {
    let holes = coverage.filter { !$0.holes.isEmpty }
    if !holes.isEmpty {
      page.paragraph("Log files whose records are missing:")
      page.list(
        holes.flatMap { entry in
          let shown = entry.holes.prefix(Self.longestList).map { (0, Markdown(code: $0.words)) }
          let rest = entry.holes.count - shown.count
          return rest > 0 ? shown + [(0, "and \(rest) more")] : shown
        })
    }
    let vouched = coverage.filter { !$0.digestWords.isEmpty }
    if !vouched.isEmpty {
      page.paragraph("Digest files:")
      page.list(
        vouched.map { entry in
          let words = entry.digestWords.map { Markdown(prose: $0) }
          return (0, "\(place(entry)): \(words.joined(", "))")
        })
    }
    if let settled {
      page.paragraph("\(prose: settled.prefix(1).uppercased() + settled.dropFirst()).")
    }
  }

  private func place(_ entry: CoverageEntry) -> Markdown {
    "account \(code: entry.accountWords), \(code: entry.regionWords)"
  }

  private func missing(_ entry: CoverageEntry) -> Markdown {
    let shown = entry.missing.prefix(Self.longestList).map { Markdown(prose: $0.words) }
    let rest = entry.missing.count - shown.count
    let more: Markdown = rest > 0 ? " and \(rest) more" : ""
    return "\(place(entry)): \(shown.joined(", "))\(more)"
  }

  /// What is absent everywhere, then what is absent in some regions only.
  private var absences: [Markdown] {
    let kinds: [(Markdown, KeyPath<CoverageEntry, Bool>)] = [
      ("S3 data events (reads and writes of objects)", \.s3DataSeen),
      ("use of KMS keys", \.kmsSeen), ("read-only calls", \.readOnlySeen),
    ]
    let told = kinds.compactMap { name, isSeen -> Markdown? in
      let blind = coverage.filter { !$0[keyPath: isSeen] }
      if blind.isEmpty { return nil }
      if blind.count == coverage.count { return "no \(name), in any account or region" }
      let places = blind.prefix(Self.longestList).map {
        Markdown("\(code: $0.accountWords) \(code: $0.regionWords)")
      }
      let rest = blind.count - places.count
      let more: Markdown = rest > 0 ? " and \(rest) more" : ""
      return "no \(name) in \(places.joined(", "))\(more)"
    }
    return told + ["whatever CloudTrail never records, such as what happens inside a container"]
  }
}
