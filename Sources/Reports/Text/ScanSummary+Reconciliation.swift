package import Incident

extension ScanSummary {
  /// The line that accounts for every file and record, in which the numbers add up:
  /// `files: 5 read, 1 digest skipped, 0 damaged; records: 9 read = 4 matched + 5 not selected`.
  package var reconciliation: String {
    let files = [
      "\(filesRead.grouped) read",
      accessLogs > 0 ? accessLogs.counted("access log") : nil,
      logExports > 0 ? logExports.counted("log export") : nil,
      skipped.isEmpty ? nil : "\(skipped) skipped",
      "\(damaged.grouped) damaged",
    ]
    return "files: " + files.compactMap { $0 }.joined(separator: ", ")
      + "; records: \(records.grouped) read\(parts)\(disagreement)\(lines)"
      + (unreadable > 0 ? "; \(unreadable.counted("path")) unreadable" : "")
  }

  /// What was read beside records; empty where there is nothing.
  private var lines: String {
    var words = ""
    if evidence.accessLines > 0 {
      words += "; access log lines: \(evidence.accessLines.grouped) read"
      let parts = [
        (accessEntries, "on a timeline"),
        (evidence.accessLines - accessEntries - accessCopies, "of others"),
        (accessCopies, accessCopies == 1 ? "copy" : "copies"),
      ].filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
      words += " = " + parts.joined(separator: " + ")
    }
    if evidence.messages > 0 {
      words += "; log events: \(evidence.messages.grouped) read"
      if messageEntries > 0 { words += ", \(messageEntries.grouped) of note" }
    }
    if evidence.badLines > 0 { words += "; \(evidence.badLines.counted("line")) unreadable" }
    return words
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
      (undated, "without a readable eventTime"), (malformed, "damaged"),
    ]
    let seen = all.filter { $0.0 > 0 }.map { number, name in
      number == 1 && name == "duplicates" ? "1 duplicate" : "\(number.grouped) \(name)"
    }
    return seen.isEmpty ? "" : " = " + seen.joined(separator: " + ")
  }

  private var disagreement: String {
    var words = ""
    if superseded > 0 {
      words += "; \(superseded.counted("record")) superseded by an update, counted as duplicates"
    }
    if conflicts > 0 {
      words +=
        "; \(conflicts.counted("pair")) of records share an eventID but differ, "
        + "the first of each was kept"
    }
    return words
  }
}
