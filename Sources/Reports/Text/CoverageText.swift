import Incident

/// The coverage for a terminal: a row for each account and region, with what is missing below it.
enum CoverageText {
  private static let widths = [12, 14, 16, 16, 9, 8]

  /// The page.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    guard !analysis.coverage.isEmpty else {
      page.line([TextRun("no records", .faint)])
      return page.bytes
    }
    row(["account", "region", "first (UTC)", "last (UTC)", "records", "missing"], .faint, &page)
    for entry in analysis.coverage { append(entry, to: &page) }
    if let words = analysis.settledWords { page.line([TextRun(of: words, .faint)]) }
    return page.bytes
  }

  private static func append(_ entry: CoverageEntry, to page: inout TextPage) {
    let hours = entry.hoursMissing
    row(
      [
        entry.accountWords, entry.regionWords, entry.firstTime?.dayAndMinute ?? "",
        entry.lastTime?.dayAndMinute ?? "", entry.records.grouped,
        hours > 0 ? hours.counted("hour") : "-",
      ], .plain, &page)
    page.facts(
      [
        ("missing", gaps(of: entry)),
        ("lost files", holes(of: entry)),
        ("digests", entry.digestWords.map { TextRun(of: $0) }),
        ("holds", holdings(of: entry).map { TextRun(of: $0) }),
        ("not seen", entry.notSeen.map { TextRun(of: $0, .caution) }),
      ], indent: 2)
  }

  private static func gaps(of entry: CoverageEntry) -> [TextRun] {
    let shown = entry.missing.prefix(8).map { TextRun(of: $0.words, .caution) }
    let rest = entry.missing.count - shown.count
    return rest > 0 ? shown + [TextRun(of: "\(rest.grouped) more", .caution)] : shown
  }

  private static func holes(of entry: CoverageEntry) -> [TextRun] {
    let shown = entry.holes.prefix(4).map { TextRun(of: $0.words, .alarm) }
    let rest = entry.holes.count - shown.count
    return rest > 0 ? shown + [TextRun(of: "\(rest.grouped) more", .alarm)] : shown
  }

  /// Files, duplicates and records by category.
  private static func holdings(of entry: CoverageEntry) -> [String] {
    let categories = entry.categories.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.grouped)" }
    // Of what no timeline can hold, nobody keeps the ids.
    let duplicates =
      entry.duplicates > 0
      ? ["\(entry.duplicates.counted("duplicate")) among records for timelines"] : []
    return [entry.files.counted("file")] + duplicates + categories
  }

  private static func row(_ cells: [String], _ ink: TextRun.Ink, _ page: inout TextPage) {
    let fitted = zip(cells, widths).map { cell, width in
      TextRun(VisibleText(cell).fitted(to: max(width, min(VisibleText(cell).width, 20))), ink)
    }
    page.line(Array(fitted.map { [$0] }.joined(separator: [TextRun(" ")])))
  }
}

extension Analysis {
  /// That the newest records may not be complete; nil without any.
  var settledWords: String? {
    coverage.compactMap(\.settledTime).max().map {
      "records after \($0.dayAndClock) may still be under way: delivery takes up to 15 minutes"
    }
  }
}
