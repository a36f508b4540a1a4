internal import CloudTrail
internal import Evidence

/// Makes events of what one worker reads beside records.
///
/// Every line of an access log becomes one. Of log events only those become one that name
/// something of note; all of them are counted, stream by stream, so that it is known what is at
/// hand of each task.
struct EvidenceReader {
  private let files: [LogFile]
  private var streams = LogStreams()

  /// A reader of the files of a scan.
  init(files: [LogFile]) { self.files = files }

  /// The event of an item; nil where it is of no note.
  mutating func read(_ item: EvidenceItem, file: Int, index: Int, _ reader: inout EventReader)
    -> Event?
  {
    switch item {
    case .access(let line):
      return reader.read(
        evidence: EvidenceRecord.json(line), service: "s3.amazonaws.com", task: nil, file: file,
        index: index)
    case .message(let message):
      let task = LogStreams.task(of: message, file: files[file])
      streams.note(message, task: task)
      let marks = LogIndicators(in: message.text)
      guard !marks.isEmpty else { return nil }
      return reader.read(
        evidence: EvidenceRecord.json(message, task: task, marks), service: "logs.amazonaws.com",
        task: task, file: file, index: index)
    }
  }

  /// What the file held of each stream.
  mutating func finish(file: Int, _ reader: inout EventReader) -> [Event] {
    defer { streams = LogStreams() }
    return streams.spans.sorted { $0.key < $1.key }.compactMap { _, span in
      reader.read(
        evidence: EvidenceRecord.json(span), service: "logs.amazonaws.com", task: span.task,
        file: file, index: 0)
    }
  }
}
