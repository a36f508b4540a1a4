internal import CloudTrail

/// Counts the records of one worker by account and region; neither is looked at as text.
struct CoverageCounter: Sendable {
  private struct Place: Hashable {
    var account: StringID
    var region: StringID
  }

  private var indices: [Place: Int] = [:]
  private var counts: [CoverageTally.Counts] = []
  private var lastPlace: Place?
  private var lastIndex = 0

  /// Counts a record; an old one does not say whether it is read-only.
  mutating func note(
    account: StringID, region: StringID, time: EventTime, file: Int32,
    category: CoverageTally.Category, readOnly: Bool?, service: WatchedService?
  ) {
    let place = Place(account: account, region: region)
    if place != lastPlace { find(place) }
    counts[lastIndex].note(time, file: file, category)
    switch category {
    // Reads of objects say nothing of whether the trail logs reads of everything else.
    case .data: if service == .s3 { counts[lastIndex].s3Data += 1 }
    case .management:
      if readOnly == true { counts[lastIndex].readOnly += 1 }
      if readOnly == nil { counts[lastIndex].unmarked += 1 }
      if service == .kms { counts[lastIndex].kms += 1 }
    case .networkActivity, .insight: break
    }
  }

  private mutating func find(_ place: Place) {
    lastPlace = place
    if let known = indices[place] {
      lastIndex = known
      return
    }
    lastIndex = counts.count
    indices[place] = lastIndex
    counts.append(CoverageTally.Counts())
  }

  /// The counts under the names in `strings`.
  func tally(_ strings: StringTable) -> CoverageTally {
    var tally = CoverageTally()
    for (place, index) in indices {
      tally.add(
        counts[index],
        at: CoverageTally.Place(
          account: strings.text(place.account), region: strings.text(place.region)))
    }
    return tally
  }
}
