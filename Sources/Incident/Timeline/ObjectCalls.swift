internal import ByteScan
package import CloudTrail

/// The S3 calls of the last seconds, by caller and object, for joining the KMS calls that S3 made
/// on their behalf.
///
/// The key of such a KMS call is never that of the S3 call; session ARN, encryption context and
/// time are what both share (measured: 0 or 1 second apart).
package struct ObjectCalls {
  /// An S3 call that may have needed a data key.
  package struct Call: Equatable {
    /// When it was made.
    package var time: EventTime
    /// The id of its record.
    package var id: EventID
    /// The number of the session that made it.
    package var session: Int

    /// A call.
    package init(time: EventTime, id: EventID, session: Int) {
      self.time = time
      self.id = id
      self.session = session
    }
  }

  /// How far apart, in seconds, two calls may be.
  package static let reach: Int64 = 2

  /// A call by its object, or by the bucket alone.
  private struct Note {
    var call: Call
    var caller: String
    /// `bucket/key` or the bucket.
    var resource: Substring
    /// The place of the note before it with the same hash; -1 = there is none.
    var earlier: Int
  }

  /// In the order of time. Places count those that were forgotten, too.
  private var notes: [Note] = []
  private var forgotten = 0
  /// The place of the last note of each hash of caller and resource.
  private var last: [UInt64: Int] = [:]
  /// The place of the note of each request, by what tells requests apart.
  private var requests: [UInt64: Int] = [:]
  /// At how many the old ones are forgotten.
  private var limit = 1 << 14

  /// No calls yet.
  package init() {}

  /// Notes an S3 call of `caller`, an assumed-role ARN, on `resource`, `bucket/key`; calls come in
  /// the order of time.
  package mutating func note(_ call: Call, caller: String, resource: String, request: UInt64) {
    if request != 0 { requests[request] = forgotten + notes.count }
    add(call, caller, resource[...])
    // With S3 Bucket Keys the context names the bucket alone (AWS KMS developer guide).
    if let slash = resource.utf8.firstIndex(of: UInt8(ascii: "/")) {
      add(call, caller, resource[..<slash])
    }
    if notes.count > limit {
      forget(before: call.time.advanced(by: -4 * Self.reach))
      // Where so many are new, look again when there are twice as many.
      limit = max(1 << 14, 2 * notes.count)
    }
  }

  private mutating func add(_ call: Call, _ caller: String, _ resource: Substring) {
    let hash = Self.hash(caller, resource)
    let place = forgotten + notes.count
    notes.append(
      Note(call: call, caller: caller, resource: resource, earlier: last[hash] ?? -1))
    last[hash] = place
  }

  private static func hash(_ caller: String, _ resource: Substring) -> UInt64 {
    let (caller, resource) = (caller.utf8Span, resource.utf8Span)
    return caller.span.hashed() &* 31 &+ resource.span.hashed()
  }

  /// The call that was this request, where it was made at about `time`.
  package func call(request: UInt64, at time: EventTime) -> Call? {
    guard request != 0, let place = requests[request], place >= forgotten else { return nil }
    let call = notes[place - forgotten].call
    return abs(call.time.seconds - time.seconds) <= Self.reach ? call : nil
  }

  /// The call nearest in time that a KMS call with this context was made for; by `session` alone,
  /// where that is known.
  package func nearest(caller: String, contextArn: String, time: EventTime, session: Int?) -> Call?
  {
    guard let resource = contextArn.behind(":::") else { return nil }
    var found: Call?
    var place = last[Self.hash(caller, resource)] ?? -1
    while place >= forgotten {
      let index = place - forgotten
      place = notes[index].earlier
      let distance = notes[index].call.time.seconds - time.seconds
      if distance < -Self.reach { break }
      guard distance <= Self.reach, session == nil || notes[index].call.session == session,
        notes[index].caller == caller, notes[index].resource == resource
      else { continue }
      let call = notes[index].call
      if let known = found, Self.key(known, time) < Self.key(call, time) { continue }
      found = call
    }
    return found
  }

  /// What puts calls in order for one at `time`.
  private static func key(_ call: Call, _ time: EventTime) -> (Int64, EventID) {
    (abs(call.time.seconds - time.seconds), call.id)
  }

  private mutating func forget(before time: EventTime) {
    let count = notes.firstIndex { $0.call.time >= time } ?? notes.count
    notes.removeSubrange(..<count)
    forgotten += count
    last = last.filter { $0.value >= forgotten }
    requests = requests.filter { $0.value >= forgotten }
  }
}
