package import Incident

extension ScanSummary {
  /// The line that accounts for every file and record, in which the numbers add up:
  /// `files: 5 read, 1 digest skipped, 0 damaged; records: 9 read = 4 matched + 5 not selected`.
  package var reconciliation: String {
    let files = [
      "\(filesRead.grouped) read",
      skipped.isEmpty ? nil : "\(skipped) skipped",
      "\(damaged.grouped) damaged",
    ]
    return "files: " + files.compactMap { $0 }.joined(separator: ", ")
      + "; records: \(records.grouped) read\(parts)\(disagreement)"
  }

  private var skipped: String {
    let kinds = [
      (digests, "digest", "digests"), (insights, "insight", "insights"),
      (configurations, "AWS Config file", "AWS Config files"),
      (otherFiles, "other file", "other files"),
    ]
    let named = kinds.filter { $0.0 > 0 }.map { $0.0.counted($0.1, $0.2) }
    guard let last = named.last, named.count > 1 else { return named.first ?? "" }
    return named.dropLast().joined(separator: ", ") + " and " + last
  }

  private var parts: String {
    let all = [
      (selected, "matched"), (notSelected, "not selected"), (duplicates, "duplicates"),
      (undated, "without a readable eventTime"),
    ]
    let seen = all.filter { $0.0 > 0 }.map { number, name in
      number == 1 && name == "duplicates" ? "1 duplicate" : "\(number.grouped) \(name)"
    }
    return seen.isEmpty ? "" : " = " + seen.joined(separator: " + ")
  }

  private var disagreement: String {
    guard conflicts > 0 else { return "" }
    return "; \(conflicts.counted("pair")) of records share an eventID but differ, "
      + "the first of each was kept"
  }
}
