internal import CloudTrail

/// Counts what the records cover, account by account and region by region.
package struct CoverageTally: Sendable {
  /// What a record is about, as `eventCategory` says it.
  enum Category: String, CaseIterable {
    case management = "Management"
    case data = "Data"
    case networkActivity = "NetworkActivity"
    case insight = "Insight"
  }

  /// An account and region.
  struct Place: Hashable, Sendable {
    var account: String
    var region: String
  }

  /// The counts of one place.
  struct Counts: Sendable {
    var files: Set<Int32> = []
    var records = 0
    var first: EventTime?
    var last: EventTime?
    /// Hours since 1970 that hold a management or data event: what else a trail logs it delivers
    /// apart from these.
    var hours: Set<Int32> = []
    /// Records by the number of their category.
    var categories = [Int](repeating: 0, count: Category.allCases.count)
    var readOnly = 0
    /// Management events that do not say whether they are read-only.
    var unmarked = 0
    var kms = 0
    var s3Data = 0
    /// What was noted last; records of one file and hour follow each other.
    private var lastFile: Int32 = -1
    private var lastHour = Int32.min

    /// Counts a record.
    mutating func note(_ time: EventTime, file: Int32, _ category: Category) {
      records += 1
      first = min(first ?? time, time)
      last = max(last ?? time, time)
      categories[category.number] += 1
      if file != lastFile {
        lastFile = file
        files.insert(file)
      }
      guard category == .management || category == .data else { return }
      let hour = Int32(time.seconds / 3_600)
      if hour != lastHour {
        lastHour = hour
        hours.insert(hour)
      }
    }

    /// Adds the counts of other records.
    mutating func add(_ other: Counts) {
      files.formUnion(other.files)
      records += other.records
      first = [first, other.first].compactMap { $0 }.min()
      last = [last, other.last].compactMap { $0 }.max()
      hours.formUnion(other.hours)
      for number in categories.indices { categories[number] += other.categories[number] }
      readOnly += other.readOnly
      unmarked += other.unmarked
      kms += other.kms
      s3Data += other.s3Data
    }
  }

  private(set) var places: [Place: Counts] = [:]

  /// Nothing counted.
  package init() {}

  /// Adds the counts of a place.
  mutating func add(_ counts: Counts, at place: Place) {
    places[place, default: Counts()].add(counts)
  }

  /// The time of the first record of all.
  var start: EventTime? { places.values.compactMap(\.first).min() }

  /// The time of the last record of all.
  var end: EventTime? { places.values.compactMap(\.last).max() }

  /// Adds the counts of another worker.
  mutating func merge(_ other: CoverageTally) {
    for (place, counts) in other.places { add(counts, at: place) }
  }

  /// The entries by account and region; gaps are judged between the first and the last record of
  /// the whole input. `duplicates` counts the copies found in each place.
  func entries(duplicates: [Place: Int], files: FileCoverage) -> [CoverageEntry] {
    let first = start
    let last = places.values.compactMap(\.last).max()
    return Set(places.keys).union(files.places.keys).map { place in
      let counts = places[place] ?? Counts()
      let known = files.places[place] ?? FileCoverage.Place()
      var entry = counts.entry(of: place)
      entry.duplicates = duplicates[place] ?? 0
      entry.holes = known.holes
      entry.digests = known.digestSummary
      let newest = [counts.last, known.newest, entry.digests.lastTime].compactMap { $0 }.max()
      entry.settledTime = newest?.advanced(by: -DigestWindows.delay)
      if let first, let last { entry.fillHours(counts, known, first, last) }
      return entry
    }.sorted { ($0.recipientAccountID, $0.awsRegion) < ($1.recipientAccountID, $1.awsRegion) }
  }
}

extension CoverageTally.Counts {
  /// The entry of what the records alone tell.
  fileprivate func entry(of place: CoverageTally.Place) -> CoverageEntry {
    var entry = CoverageEntry(recipientAccountID: place.account, awsRegion: place.region)
    entry.files = files.count
    entry.records = records
    entry.firstTime = first
    entry.lastTime = last
    for category in CoverageTally.Category.allCases where categories[category.number] > 0 {
      entry.categories[category.rawValue] = categories[category.number]
    }
    entry.readOnlySeen = readOnly > 0
    entry.holdsUnmarked = unmarked > 0
    entry.kmsSeen = kms > 0
    entry.s3DataSeen = s3Data > 0
    return entry
  }
}

extension FileCoverage.Place {
  fileprivate var digestSummary: CoverageEntry.Digests {
    var summary = CoverageEntry.Digests()
    let windows = DigestWindows(digests)
    summary.unverifiable = digests.count
    summary.gaps = windows.gaps
    (summary.listed, summary.absent, summary.unlisted) = (listed, absent, unlisted)
    (summary.firstTime, summary.lastTime) = (windows.runs.first?.from, windows.runs.last?.to)
    return summary
  }
}

extension CoverageEntry {
  /// Fills in what speaks for each hour from that of `first` to that of `last`.
  fileprivate mutating func fillHours(
    _ counts: CoverageTally.Counts, _ known: FileCoverage.Place, _ first: EventTime,
    _ last: EventTime
  ) {
    let span = first.seconds / 3_600...last.seconds / 3_600
    let windows = DigestWindows(known.digests)
    hours.spanned = span.count
    hours.withRecords = counts.hours.count
    hours.withFiles = known.hours.count { span.contains(Int64($0)) }
    hours.withDigests = windows.hours(span.lowerBound, span.upperBound)
    missing = windows.clear(Self.gaps(counts.hours.union(known.hours), span))
    reach = windows.extended(Gap(from: EventTime(seconds: span.lowerBound * 3_600), to: last))
  }

  /// The stretches of whole hours of `span` that are not in `hours`.
  private static func gaps(_ hours: Set<Int32>, _ span: ClosedRange<Int64>) -> [Gap] {
    var gaps: [Gap] = []
    var next = span.lowerBound
    let inside = hours.map(Int64.init).filter { span.contains($0) }.sorted()
    for hour in inside + [span.upperBound + 1] {
      if hour > next {
        gaps.append(
          Gap(from: EventTime(seconds: next * 3_600), to: EventTime(seconds: hour * 3_600)))
      }
      next = hour + 1
    }
    return gaps
  }
}

extension CoverageTally.Category {
  private static let names = allCases.map { (category: $0, name: Array($0.rawValue.utf8)) }
  private static let dataName = Array(CoverageTally.Category.data.rawValue.utf8)
  private static let managementCount = CoverageTally.Category.management.rawValue.utf8.count

  /// The category with the name `bytes[range]`; what is new counts as management.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    // The two that nearly all records have, told apart by their length.
    switch range.count {
    case Self.managementCount: self = .management
    case Self.dataName.count where JSONText.equal(bytes, range, Self.dataName): self = .data
    default:
      let known = Self.names.first { JSONText.equal(bytes, range, $0.name) }
      self = known?.category ?? .management
    }
  }

  fileprivate var number: Int {
    switch self {
    case .management: 0
    case .data: 1
    case .networkActivity: 2
    case .insight: 3
    }
  }
}
