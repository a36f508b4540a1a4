/// How logs are laid out on disk.
package enum LogFormat: String, CaseIterable, Sendable {
  /// CloudTrail's own tree of many small files.
  case awslogs
  /// One gzip file with a record a line.
  case ndjson
  /// One gzip file with one `{"Records":[…]}`.
  case single
}

/// What is to be written beside the records themselves.
package struct LogOptions: Equatable, Sendable {
  /// The layout.
  package var format = LogFormat.awslogs
  /// zlib's level, 1 (fast) to 9 (small).
  package var level = 6
  /// How many of a thousand records are delivered a second time, in another file.
  package var duplicatesPerMille = 50

  /// The usual options.
  package static let standard = LogOptions()
}
