internal import CloudTrail

/// The S3 calls of the last seconds, by caller and object, for joining the KMS calls that S3 made
/// on their behalf.
///
/// The key of such a KMS call is never that of the S3 call; session ARN, encryption context and
/// time are what both share (measured: 0 or 1 second apart).
struct ObjectCalls {
  /// An S3 call that may have needed a data key.
  struct Call {
    var time: EventTime
    var id: EventID
    var session: Int
  }

  /// How far apart, in seconds, two calls may be.
  static let reach: Int64 = 2

  /// Who called, and `bucket/key` or the bucket alone.
  private struct Key: Hashable {
    var caller: String
    var resource: String
  }

  private var calls: [Key: [Call]] = [:]
  /// By what tells requests apart.
  private var requests: [UInt64: Call] = [:]
  private var count = 0
  /// At how many the old ones are forgotten.
  private var limit = 1 << 14

  /// Notes an S3 call of `caller`, an assumed-role ARN, on `resource`, `bucket/key`.
  mutating func note(_ call: Call, caller: String, resource: String, request: UInt64) {
    if request != 0 { requests[request] = call }
    calls[Key(caller: caller, resource: resource), default: []].append(call)
    count += 1
    // With S3 Bucket Keys the context names the bucket alone (AWS KMS developer guide).
    if let slash = resource.utf8.firstIndex(of: UInt8(ascii: "/")) {
      calls[Key(caller: caller, resource: String(resource[..<slash])), default: []].append(call)
      count += 1
    }
    if count > limit {
      forget(before: call.time.advanced(by: -4 * Self.reach))
      // Where so many are new, look again when there are twice as many.
      limit = max(1 << 14, 2 * count)
    }
  }

  /// The call that was this request, where it was made at about `time`.
  func call(request: UInt64, at time: EventTime) -> Call? {
    guard request != 0, let call = requests[request],
      abs(call.time.seconds - time.seconds) <= Self.reach
    else { return nil }
    return call
  }

  /// The call nearest in time that a KMS call with this context was made for; by `session` alone,
  /// where that is known.
  func nearest(caller: String, contextArn: String, time: EventTime, session: Int?) -> Call? {
    guard let resource = contextArn.behind(":::") else { return nil }
    let found = calls[Key(caller: caller, resource: String(resource))] ?? []
    return
      found
      .filter { abs($0.time.seconds - time.seconds) <= Self.reach }
      .filter { session == nil || $0.session == session }
      .min {
        (abs($0.time.seconds - time.seconds), $0.id) < (abs($1.time.seconds - time.seconds), $1.id)
      }
  }

  private mutating func forget(before time: EventTime) {
    for (key, list) in calls {
      let kept = list.filter { $0.time >= time }
      calls[key] = kept.isEmpty ? nil : kept
    }
    requests = requests.filter { $0.value.time >= time }
    count = calls.values.reduce(0) { $0 + $1.count }
  }
}
