package import Evidence

/// What a file beside CloudTrail's own holds, one by one.
package enum EvidenceItem: Equatable, Sendable {
  /// A line of an S3 server access log.
  case access(AccessLogLine)
  /// A log event of a log group.
  case message(LogMessage)

  /// A log event, or the line of an access log that S3 delivered as one.
  package init(_ message: LogMessage) {
    if let line = AccessLogLine(message: message.text) {
      self = .access(line)
    } else {
      self = .message(message)
    }
  }
}

/// How much was read beside records.
package struct EvidenceTally: Equatable, Sendable {
  /// Lines of access logs that were read.
  package var accessLines = 0
  /// Log events that were read.
  package var messages = 0
  /// Lines that could not be read; the first of a file is named.
  package var badLines = 0

  /// Nothing read.
  package init() {}

  /// Counts an item.
  package mutating func note(_ item: EvidenceItem) {
    switch item {
    case .access: accessLines += 1
    case .message: messages += 1
    }
  }

  /// Adds up two tallies.
  package static func += (sum: inout EvidenceTally, part: EvidenceTally) {
    sum.accessLines += part.accessLines
    sum.messages += part.messages
    sum.badLines += part.badLines
  }
}
