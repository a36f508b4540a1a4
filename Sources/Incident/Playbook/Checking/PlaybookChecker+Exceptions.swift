internal import CloudTrail
internal import Sigma

/// Who and what is expected, or not to be heard of.
extension PlaybookChecker {
  /// A list of addresses; nil after a fault.
  mutating func watchlist(_ name: Text, _ ranges: [Text]) -> Watchlist? {
    var known: [NetworkRange] = []
    for range in ranges {
      if let network = NetworkRange(range.value) {
        known.append(network)
      } else {
        fail("'\(range.value)' is no address or range of addresses", at: range.place)
      }
    }
    return known.count == ranges.count ? Watchlist(name: name.value, ranges: known) : nil
  }

  /// A suppression; nil after a fault.
  mutating func suppression(_ written: PlaybookSource.Suppression) -> Suppression? {
    let detection = written.select.flatMap { self.detection($0) }
    for reference in detection?.references ?? [] {
      switch reference.kind {
      case .field: continue
      case .contextField: checkDetectionField(Text(value: reference.name, place: reference.place))
      case .placeholder:
        if RunnerSet(name: reference.name) == nil {
          fail("unknown placeholder '%\(reference.name)%'", at: reference.place)
        }
      }
    }
    guard let finding = written.finding, let reason = written.reason, let until = written.until
    else { return nil }
    guard let time = EventTime(iso: Self.day(until.value)) else {
      fail("expected a day such as 2026-12-31, or a time", at: until.place)
      return nil
    }
    if written.select != nil, detection == nil { return nil }
    return Suppression(
      finding: finding.value, runner: written.runner?.value, reason: reason.value, until: time,
      select: detection,
      needs: PlaybookRule.RecordNeed(
        fields: detection?.references.filter { $0.kind != .placeholder }.map(\.name) ?? []))
  }

  /// The beginning of the day that is named; a whole time is left as it is.
  private static func day(_ text: String) -> String {
    text.count == 10 ? "\(text)T00:00:00Z" : text
  }
}
