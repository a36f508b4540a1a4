import CloudTrail
import Incident

/// What happened when: a table for each runner, with the columns that AWS's incident response
/// playbooks ask for.
struct TimelineSection: Sendable {
  private let analysis: Analysis
  private let limit: Int

  /// The section of an analysis, with at most `limit` rows a runner.
  init(_ analysis: Analysis, limit: Int) {
    self.analysis = analysis
    self.limit = limit
  }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    if analysis.timeline.isEmpty { page.paragraph("No event of a runner was seen.") }
    let entries = Dictionary(grouping: analysis.timeline, by: \.runner)
    for heading in RunnerHeading.all(in: analysis, mentioned: Array(entries.keys)) {
      guard let entries = entries[heading.name] else { continue }
      page.heading(3, "\(code: heading.name)")
      page.table(
        ["Timestamp (UTC)", "Event", "Source / Evidence", "Actor"],
        entries.prefix(limit).map(row))
      if entries.count > limit { appendRest(entries.count - limit, heading.name, to: &page) }
    }
  }

  private func appendRest(_ count: Int, _ runner: String, to page: inout some ReportPage) {
    let quoted = runner.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }.joined()
    let command = "trailscan timeline --runner '\(quoted)' --format markdown PATH…"
    page.paragraph("**\(count) more entries** are not shown here; \(code: command) gives all.")
  }

  private func row(_ entry: TimelineEntry) -> [Markdown] {
    ["\(prose: entry.eventTime.dayAndClock)", event(entry), evidence(entry), actor(entry)]
  }

  private func event(_ entry: TimelineEntry) -> Markdown {
    var event = Markdown(code: entry.eventName)
    if entry.outcome != .success {
      let code: Markdown = entry.errorCode.map { " (\(code: $0))" } ?? ""
      event = event + " **\(prose: entry.outcome.words)**\(code)"
    }
    if entry.count > 1 {
      let last = entry.lastEventTime.map { $0.clock(after: entry.eventTime) } ?? ""
      event = event + " ×\(entry.count) until \(prose: last)"
    }
    let about = about(entry)
    if !about.isEmpty { event = event + ": \(about)" }
    let marks = (entry.findings + entry.steps).map { Markdown(code: $0) }.joined(", ")
    return marks.isEmpty ? event : event + " (see \(marks))"
  }

  /// The summary and the resource; one of them where it holds the other.
  private func about(_ entry: TimelineEntry) -> Markdown {
    let summary = entry.summaryWithoutName
    guard let resource = entry.resource else { return Markdown(prose: summary) }
    if resource.holds(summary) { return Markdown(code: resource) }
    let needsResource = !summary.holds(resource)
    return [Markdown(prose: summary), Markdown(code: needsResource ? resource : "")].joined("; ")
  }

  private func evidence(_ entry: TimelineEntry) -> Markdown {
    let source = entry.source
    let file: Markdown = "\(code: source.file) record \(source.index)"
    return ["\(code: entry.eventID)", file, attribution(entry.attribution)].joined("; ")
  }

  private func attribution(_ attribution: Attribution) -> Markdown {
    let confidence: Markdown =
      attribution.confidence == .inferred
      ? "**inferred**" : "\(prose: attribution.confidence.rawValue)"
    let shown = attribution.via.prefix(3).map { Markdown(code: $0) }
    let rest = attribution.via.count - shown.count
    let more: Markdown = rest > 0 ? " and \(rest) more" : ""
    let via: Markdown = shown.isEmpty ? "" : " via \(shown.joined(", "))\(more)"
    return "\(confidence) by \(prose: attribution.method.rawValue)\(via)"
  }

  private func actor(_ entry: TimelineEntry) -> Markdown {
    let session: Markdown = entry.session.map { "session \(code: $0)" } ?? Markdown(prose: "")
    let address: Markdown =
      entry.sourceIPAddress.isEmpty ? Markdown(prose: "") : "from \(code: entry.sourceIPAddress)"
    return [Markdown(code: entry.actor), session, address].joined(", ")
  }
}

extension Outcome {
  /// The outcome in words.
  var words: String {
    switch self {
    case .success: "succeeded"
    case .denied: "denied"
    case .throttled: "throttled"
    case .notFound: "not found"
    case .error: "failed"
    }
  }
}
