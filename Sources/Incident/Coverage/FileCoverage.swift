internal import CloudTrail

/// What the names of the files and the digests tell beside the records, place by place.
struct FileCoverage: Sendable {
  /// What it is read from.
  struct Source: Sendable {
    var files: [LogFile]
    var digests: [DigestFile]
    /// The names of files that hold less than they should.
    var damaged: Set<String>
  }

  /// What is known of one account and region.
  struct Place: Sendable {
    /// Hours since 1970 in which a file of management and data events was delivered.
    var hours: Set<Int32> = []
    /// When the newest such file was delivered.
    var newest: EventTime?
    var digests: [DigestFile] = []
    var holes: [CoverageEntry.Hole] = []
    /// Files listed by digests, those of them that are not there, and files that none lists.
    var listed = 0
    var absent = 0
    var unlisted: [String] = []
  }

  private(set) var places: [CoverageTally.Place: Place] = [:]

  /// Nothing known.
  init() {}

  /// What the names of files, and digests, tell.
  init(_ source: Source) {
    let (files, digests) = (source.files, source.digests)
    // The same digest may have been copied into two folders.
    var objects: Set<String> = []
    for digest in digests.sorted(by: { $0.object < $1.object })
    where objects.insert(digest.object).inserted {
      places[.init(account: digest.accountID, region: digest.region), default: Place()]
        .digests.append(digest)
    }
    let listings = Dictionary(
      digests.flatMap(\.listings).map { (LogFileName.last(of: $0.object), $0) },
      uniquingKeysWith: { first, _ in first })
    var present: Set<String> = []
    for file in files {
      let base = LogFileName.last(of: file.name)
      guard let name = LogFileName(base) else { continue }
      if listings[base] != nil { present.insert(base) }
      note(base, name, listings[base], isDamaged: source.damaged.contains(file.name))
    }
    for place in places.keys { findAbsent(place, present) }
    findUnlisted(files, listings)
  }

  private mutating func note(
    _ base: String, _ name: LogFileName, _ listing: DigestFile.Listing?, isDamaged: Bool
  ) {
    let place = CoverageTally.Place(account: name.accountID, region: name.region)
    var known = places.removeValue(forKey: place) ?? Place()
    if name.holdsCalls { known.newest = max(known.newest ?? name.delivered, name.delivered) }
    if isDamaged {
      let before = name.delivered.advanced(by: -DigestWindows.delay)
      known.holes.append(
        CoverageEntry.Hole(
          file: base, reason: .damaged, from: listing?.oldest ?? before,
          to: listing?.newest ?? name.delivered))
    } else if name.holdsCalls {
      known.hours.insert(Int32(name.delivered.seconds / 3_600))
    }
    places[place] = known
  }

  private mutating func findAbsent(_ place: CoverageTally.Place, _ present: Set<String>) {
    guard var known = places[place] else { return }
    var names: Set<String> = []
    for digest in known.digests {
      for listing in digest.listings {
        let base = LogFileName.last(of: listing.object)
        guard names.insert(base).inserted else { continue }
        known.listed += 1
        if present.contains(base) { continue }
        known.absent += 1
        known.holes.append(
          CoverageEntry.Hole(
            file: listing.object, reason: .absent, from: listing.oldest ?? digest.start,
            to: listing.newest ?? digest.end))
      }
    }
    known.holes.sort { ($0.from, $0.file) < ($1.from, $1.file) }
    places[place] = known
  }

  /// A file that no digest of its time lists: of another trail, or planted.
  private mutating func findUnlisted(
    _ files: [LogFile], _ listings: [String: DigestFile.Listing]
  ) {
    guard !listings.isEmpty || places.values.contains(where: { !$0.digests.isEmpty }) else {
      return
    }
    let windows = places.mapValues { DigestWindows($0.digests) }
    for file in files {
      let base = LogFileName.last(of: file.name)
      guard listings[base] == nil, let name = LogFileName(base) else { continue }
      let place = CoverageTally.Place(account: name.accountID, region: name.region)
      // The name tells the minute, the window the second: a file at its rim may be either's.
      guard let window = windows[place], window.lists(delivered: name.delivered),
        window.lists(delivered: name.delivered.advanced(by: 59))
      else { continue }
      places[place]?.unlisted.append(base)
    }
  }
}
