/// What a digest file says: which log files CloudTrail delivered within a stretch of time.
///
/// AWS CloudTrail user guide, "CloudTrail digest file structure". Hourly for each region; an hour
/// without events gives a digest that lists nothing. Read, not verified: whoever can write into
/// the bucket can write a digest.
package struct DigestFile: Equatable, Sendable {
  /// A log file that was delivered.
  package struct Listing: Equatable, Sendable {
    /// Its key in the bucket.
    package var object: String
    /// The SHA-256 of the inflated file, in hexadecimal.
    package var hash: String?
    /// The times of its first and last event.
    package var oldest: EventTime?
    package var newest: EventTime?
  }

  /// The account.
  package var accountID: String
  /// The region whose files it lists.
  package var region: String
  /// The stretch of delivery times: files delivered after `start`, up to and including `end`.
  package var start: EventTime
  package var end: EventTime
  /// Its own key, and that of the one before it in the chain (nil for the first).
  package var object: String
  package var previousObject: String?
  /// The times of the first and last event of all files it lists; nil where it lists none.
  package var oldest: EventTime?
  package var newest: EventTime?
  /// The files, in the order of the digest, which means nothing.
  package var listings: [Listing]

  /// Reads the inflated bytes of a digest file; a member that is missing throws.
  package init(parsing bytes: Span<UInt8>, nesting: Int = 16) throws(RecordError) {
    var map = JSONMap()
    try map.read(bytes, nesting: nesting)
    func text(_ name: FieldName, of node: Int = 0) -> String? {
      guard let child = map.member(name, of: node, in: bytes), map.nodes[child].kind == .string
      else { return nil }
      return map.text(of: child, in: bytes)
    }
    func time(_ name: FieldName, of node: Int = 0) -> EventTime? {
      text(name, of: node).flatMap { EventTime(iso: $0) }
    }
    guard let account = text("awsAccountId"), let object = text("digestS3Object"),
      let start = time("digestStartTime"), let end = time("digestEndTime"), start <= end,
      let region = Self.region(ofKey: object),
      let list = map.member("logFiles", of: 0, in: bytes), map.nodes[list].kind == .array
    else { throw RecordError(.incomplete("a member of a digest is missing"), at: 0) }
    accountID = account
    self.region = region
    self.start = start
    self.end = end
    self.object = object
    previousObject = text("previousDigestS3Object")
    oldest = time("oldestEventTime")
    newest = time("newestEventTime")
    listings = map.children(of: list).compactMap { node in
      guard let object = text("s3Object", of: node) else { return nil }
      return Listing(
        object: object, hash: text("hashValue", of: node),
        oldest: time("oldestEventTime", of: node),
        newest: time("newestEventTime", of: node))
    }
  }

  /// The folder behind `CloudTrail-Digest`: names of trails may hold anything a region may.
  private static func region(ofKey key: String) -> String? {
    let folders = key.split(separator: "/")
    guard let digest = folders.lastIndex(of: "CloudTrail-Digest"), digest + 1 < folders.count - 1
    else { return nil }
    return String(folders[digest + 1])
  }
}
