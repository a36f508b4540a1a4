/// What a task wrote to its log group, as the ways of CloudWatch Logs export it.
package struct LogExport: Sendable {
  /// The task.
  package var task: RunningTask
  /// What it wrote, and when.
  package var messages: [(time: Timestamp, text: String)]

  /// The log events of a task.
  package init(of task: RunningTask, _ messages: [(time: Timestamp, text: String)]) {
    self.task = task
    self.messages = messages
  }

  /// The name of the stream: the driver awslogs writes prefix, container and task.
  package var stream: String { "runner/main/\(task.id)" }

  /// The folder into which an export task writes it, whose own folder is named by `task`.
  package var folder: String {
    "8a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/runner-main-\(task.id)"
  }

  /// The file of an export task: a time and a text a line, in no order.
  package var exported: String {
    messages.reversed().map { "\($0.time.iso.dropLast()).123Z \($0.text)\n" }.joined()
  }

  /// The output of `aws logs filter-log-events`.
  package var filtered: String {
    let events = messages.map { message -> JSON in
      [
        "logStreamName": .string(stream), "timestamp": .integer(message.time.seconds * 1_000),
        "message": .string(message.text), "eventId": .string("3841\(message.time.seconds)"),
      ]
    }
    return JSON.object([("events", .array(events)), ("searchedLogStreams", .array([]))]).text
  }

  /// The output of `aws logs tail --format detailed`.
  package var tailed: String {
    messages.map { "\($0.time.iso.dropLast()).000000+00:00 \(stream) \($0.text)\n" }.joined()
  }
}

extension JSON {
  /// The value as text, compact.
  package var text: String {
    var writer = JSONWriter()
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
