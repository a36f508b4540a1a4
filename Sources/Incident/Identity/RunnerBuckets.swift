internal import CloudTrail

/// Tells of buckets, by their names alone, that they can be no runner's: most objects that are read
/// and written in an account lie in such.
///
/// A bucket is a runner's where its profile names it so, or where Terraform lists it. Names compare
/// without case, as rules compare them.
struct RunnerBuckets: Sendable {
  private let patterns: [NamePattern]
  private let listed: Set<String>

  /// The buckets that the runners of `profiles` may have, and those in `inventory`.
  init(profiles: [RunnerProfile], inventory: RunnerInventory? = nil) {
    patterns = profiles.flatMap(\.buckets).compactMap { NamePattern($0.text.lowercased()) }
    let buckets = (inventory?.runners ?? []).flatMap(\.buckets)
    listed = Set(buckets.map { $0.lowercased() })
  }

  /// True for a name that some runner's bucket may have; runners are called as they like, and any
  /// access point may lead to one.
  func mayHold(_ bucket: String) -> Bool {
    let name = bucket.lowercased()
    if ResourceName.isAccessPoint(name) { return true }
    return listed.contains(name) || patterns.contains { $0.match(name) != nil }
  }
}

/// What is known of buckets by the numbers of their names, each of which is looked at once.
struct BucketTable: Sendable {
  private enum Kind: UInt8 {
    case unknown, runners, foreign
  }

  private let buckets: RunnerBuckets?
  private var kinds: [Kind] = []

  /// A table that asks `buckets`; nil = any may be a runner's.
  init(_ buckets: RunnerBuckets?) { self.buckets = buckets }

  /// True for a bucket that can be no runner's.
  mutating func isForeign(_ name: StringID, _ strings: StringTable) -> Bool {
    let number = Int(name.number)
    if number >= kinds.count {
      kinds.append(contentsOf: repeatElement(.unknown, count: number + 1 - kinds.count))
    }
    if kinds[number] == .unknown {
      let mayBeRunners = buckets.map { $0.mayHold(strings.text(name)) } ?? true
      kinds[number] = mayBeRunners ? .runners : .foreign
    }
    return kinds[number] == .foreign
  }

  /// The foreign buckets that were asked about, by number.
  var foreign: [StringID] {
    kinds.indices.filter { kinds[$0] == .foreign }.map { StringID(UInt32($0)) }
  }
}
