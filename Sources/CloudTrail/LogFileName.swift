/// What the name of a log file in a trail's bucket tells.
///
///     111122223333_CloudTrail_eu-central-1_20260302T0905Z_Mu0KsOhtH1ar15ZZ.json.gz
///
/// AWS CloudTrail user guide, "CloudTrail log file examples". One sample there lacks the
/// underscore before the unique part.
package struct LogFileName: Equatable, Sendable {
  /// The account that logged.
  package var accountID: String
  /// The region that logged.
  package var region: String
  /// When the file was delivered, to the minute; never the time of its events.
  package var delivered: EventTime
  /// True for the files of management and data events. Network activity has files of its own, which
  /// say nothing of these (the guide, "Logging network activity events").
  package var holdsCalls: Bool

  /// Reads the last part of a path or key; nil where it is no name of a log file of a trail
  /// (those of digests and Insights are none).
  package init?(_ name: String) {
    let parts = name.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    guard parts.count == 4 || parts.count == 5, parts[0].utf8.count == 12,
      parts[0].utf8.allSatisfy({ $0 &- 0x30 < 10 }), !parts[2].isEmpty
    else { return nil }
    switch parts[1] {
    case "CloudTrail": holdsCalls = true
    case "CloudTrail-NetworkActivity": holdsCalls = false
    default: return nil
    }
    let ending = parts[4...].first ?? Substring(parts[3].utf8.dropFirst(14))
    let time = Substring(parts[3].utf8.prefix(14))
    guard parts.count == 4 || parts[3].utf8.count == 14, time.utf8.count == 14,
      ending.hasSuffix(".json.gz") || ending.hasSuffix(".json"),
      let delivered = EventTime(iso: time.utf8.dropLast() + Array("00Z".utf8))
    else { return nil }
    accountID = String(parts[0])
    region = String(parts[2])
    self.delivered = delivered
  }

  /// The part of a path or key behind its last slash.
  package static func last(of path: String) -> String {
    path.utf8.lastIndex(of: 0x2F).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }
}
