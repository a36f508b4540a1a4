package import Incident

/// Writes a timeline entry by entry, so that its length does not matter.
///
///     var writer = TimelineWriter(.csv), buffer: [UInt8] = []
///     for entry in timeline { writer?.append(entry, to: &buffer); … write and empty the buffer … }
///     writer?.finish(to: &buffer)
package struct TimelineWriter: Sendable {
  private var writer: RecordWriter<TimelineEntry>

  /// Nil for text, Markdown and HTML, which take the whole analysis: `Renderer`.
  package init?(_ format: Format) {
    guard let writer = RecordWriter(format, fields: TimelineEntry.fields) else { return nil }
    self.writer = writer
  }

  /// Appends one entry.
  package mutating func append(_ entry: TimelineEntry, to bytes: inout [UInt8]) {
    writer.append(entry, to: &bytes)
  }

  /// Appends what closes the document.
  package mutating func finish(to bytes: inout [UInt8]) {
    writer.finish(to: &bytes)
  }
}
