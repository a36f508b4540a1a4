import Incident

/// The incident report as one JSON object: how it was made, then the whole analysis.
enum IncidentJSON {
  /// The document.
  static func document(_ report: IncidentReport) -> [UInt8] {
    var json = JSONWriter(linesTo: 3)
    json.object {
      for part in parts {
        $0.key(part.outline.name)
        part.write(report, &$0)
      }
    }
    json.endLine()
    return json.bytes
  }

  /// The members as the schema knows them.
  static var outlines: [FieldOutline] { parts.map(\.outline) }

  /// One member: the large lists are written record by record, never held as values.
  private struct Part: Sendable {
    let outline: FieldOutline
    let write: @Sendable (IncidentReport, inout JSONWriter) -> Void

    init(
      _ name: String, _ says: String, text: @escaping @Sendable (IncidentReport) -> String
    ) {
      outline = FieldOutline(name: name, says: says, shape: .text, isOptional: false)
      write = { $1.string(text($0)) }
    }

    init<Row: Described>(
      _ name: String, _ says: String, records: @escaping @Sendable (Analysis) -> [Row]
    ) {
      outline = FieldOutline(
        name: name, says: says, shape: .list(Row.shape), isOptional: false)
      write = { $1.records(records($0.analysis)) }
    }

    init<Row: Described>(
      _ name: String, _ says: String, record: @escaping @Sendable (Analysis) -> Row
    ) {
      outline = FieldOutline(name: name, says: says, shape: Row.shape, isOptional: false)
      write = { $1.record(record($0.analysis), Row.fields) }
    }
  }

  private static let parts: [Part] = [
    Part("version", "The version of trailscan that made the report.", text: { $0.version }),
    Part("command", "The command line that made it.", text: { $0.command }),
    Part("playbook", "The playbook judged by.", text: { $0.analysis.playbook }),
    Part("summary", "What became of every file and record.", record: { $0.summary }),
    Part("coverage", "What the input holds.", records: { $0.coverage }),
    Part("runners", "The runners, by name.", records: { $0.runners }),
    Part("steps", "The playbook steps, judged.", records: { $0.steps }),
    Part("incidents", "What happened to whom, and how long it took.", records: { $0.incidents }),
    Part("reach", "What suspicious sessions touched.", records: { $0.reach }),
    Part("findings", "The detections, by time.", records: { $0.findings }),
    Part("suppressions", "What was silenced, and why.", records: { $0.silenced }),
    Part(
      "sessions", "The issued credentials, by time of issuing.",
      records: { $0.sessions.map { SessionRecord($0, liveAt: nil) } }),
    Part("timeline", "The timelines of all runners, by time.", records: { $0.timeline }),
  ]
}
