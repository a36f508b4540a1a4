package import Incident

/// What `events --annotate` puts into a record under the key `trailscan`.
package enum EventAnnotation {
  private static let names: Set<String> = [
    "runner", "stage", "session", "task", "outcome", "attribution", "findings", "steps",
  ]

  /// The parts of a timeline entry that the record itself does not tell, as one JSON object.
  package static func json(_ entry: TimelineEntry) -> [UInt8] {
    var writer = JSONWriter()
    writer.record(entry, TimelineEntry.fields.filter { names.contains($0.outline.name) })
    return writer.bytes
  }
}
