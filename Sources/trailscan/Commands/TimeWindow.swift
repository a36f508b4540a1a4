import CloudTrail
import Incident

/// Turns `--last` and `--around` into moments; both need a look at the logs first.
enum TimeWindow {
  /// Narrows `selection` to the window that was asked for.
  static func resolve(
    _ options: SelectionOptions, _ scan: LogScan, into selection: inout RecordSelection
  ) throws {
    if let last = options.last {
      guard let length = TimeText.duration(last) else {
        throw CommandError.usage("--last takes a duration such as 90m, 24h or 7d, not '\(last)'")
      }
      try checkTwice("--last", scan)
      if let newest = TimeProbe.run(scan).newest {
        narrow(&selection, newest.advanced(by: -length), newest.advanced(by: 1))
      }
    }
    if let around = options.around {
      guard let reach = TimeText.duration(options.window) else {
        throw CommandError.usage(
          "--window takes a duration such as 15m, not '\(options.window)'")
      }
      let middle = try middle(of: around, scan)
      narrow(&selection, middle.advanced(by: -reach), middle.advanced(by: reach).advanced(by: 1))
    }
  }

  private static func middle(of around: String, _ scan: LogScan) throws -> EventTime {
    if let time = TimeText.moment(around) { return time }
    try checkTwice("--around EVENTID", scan)
    let found = TimeProbe.run(scan, event: EventID(around))
    guard let time = found.event else {
      try Closing.end(
        "--around: no event '\(around)' in the input, and it is no time",
        notFoundBeside: found.troubles)
    }
    return time
  }

  private static func narrow(
    _ selection: inout RecordSelection, _ from: EventTime, _ to: EventTime
  ) {
    selection.from = max(selection.from ?? from, from)
    selection.to = min(selection.to ?? to, to)
  }

  private static func checkTwice(_ option: String, _ scan: LogScan) throws {
    if !scan.isRepeatable {
      throw CommandError.usage(
        "\(option) reads the input twice, which standard input and pipes do not allow; name files")
    }
  }
}
