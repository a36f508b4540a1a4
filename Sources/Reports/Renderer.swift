package import CloudTrail
package import Incident

/// Renders a noun of an analysis in any format.
package struct Renderer: Sendable {
  /// For `text`.
  package var style: TextStyle
  /// The moment for which it was asked which credentials are valid (`liveAt` of sessions).
  package var liveAt: EventTime?

  /// A renderer; `liveAt` concerns sessions only.
  package init(style: TextStyle = TextStyle(), liveAt: EventTime? = nil) {
    self.style = style
    self.liveAt = liveAt
  }

  /// The document: all records of `noun`, whole also where there is none.
  package func render(_ noun: Noun, of analysis: Analysis, as format: Format) -> [UInt8] {
    switch format {
    case .text: text(noun, of: analysis)
    case .markdown: markdown(noun, of: analysis)
    case .html: html(noun, of: analysis)
    case .ndjson, .json, .csv, .tsv: records(noun, of: analysis, as: format)
    }
  }

  /// The same document in parts, of which none is large where the format is made of records.
  package func render(
    _ noun: Noun, of analysis: Analysis, as format: Format, into sink: ([UInt8]) throws -> Void
  ) rethrows {
    if noun == .findings, !format.isForPeople {
      try list(analysis.findings, format, into: sink)
    } else {
      try sink(render(noun, of: analysis, as: format))
    }
  }

  private func records(_ noun: Noun, of analysis: Analysis, as format: Format) -> [UInt8] {
    switch noun {
    case .timeline: list(analysis.timeline, format)
    case .runners: list(analysis.runners, format)
    case .sessions: list(analysis.sessions.map { SessionRecord($0, liveAt: liveAt) }, format)
    case .findings: list(analysis.findings, format)
    case .steps: list(analysis.steps, format)
    case .coverage: list(analysis.coverage, format)
    case .incidents: list(analysis.incidents, format)
    case .reach: list(analysis.reach, format)
    }
  }

  private func list<Row: Described>(_ rows: [Row], _ format: Format) -> [UInt8] {
    var bytes: [UInt8] = []
    list(rows, format) { bytes += $0 }
    return bytes
  }

  /// How many bytes are handed out at once, about.
  private static let partSize = 1 << 20

  private func list<Row: Described>(
    _ rows: [Row], _ format: Format, into sink: ([UInt8]) throws -> Void
  ) rethrows {
    var bytes: [UInt8] = []
    var writer = RecordWriter(format, fields: Row.fields)
    for row in rows {
      writer?.append(row, to: &bytes)
      if bytes.count < Self.partSize { continue }
      try sink(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    writer?.finish(to: &bytes)
    try sink(bytes)
  }
}
