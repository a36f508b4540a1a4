internal import ByteScan
internal import CloudTrail

/// Which calls a selection may accept, remembered by the bytes of service and call, so that a
/// record it refuses costs no text.
///
/// A call may stand at any of the few places from its hash on; where all are taken, it takes over
/// the first, so that memory does not grow with the logs. Used by one thread.
struct CallMemo: Sendable {
  private struct Call {
    var hash: UInt64 = 0
    var source: [UInt8] = []
    var name: [UInt8] = []
    /// Nil where nothing is remembered.
    var answer: Bool?
  }

  /// How many calls there is room for; as many places as are looked at stand behind.
  private static let size = 1 << 11
  /// As many calls as this never take one another's place.
  private static let reach = 8

  private let selection: RecordSelection
  private var calls: [Call]

  /// A memo of nothing.
  init(_ selection: RecordSelection) {
    self.selection = selection
    calls = [Call](repeating: Call(), count: selection.namesCalls ? Self.size + Self.reach : 0)
  }

  /// What `selection.mayAccept` says.
  mutating func mayAccept(_ bytes: Span<UInt8>, _ mark: RecordMark) -> Bool {
    if calls.isEmpty { return selection.mayAccept(bytes, mark) }
    let hash =
      bytes.extracting(mark.eventSource).hashed() &* 31
      &+ bytes.extracting(mark.eventName).hashed()
    let home = Int(truncatingIfNeeded: hash ^ hash &>> 32) & (Self.size - 1)
    var place = home
    while place < home + Self.reach, let answer = calls[place].answer {
      if calls[place].hash == hash, JSONText.equal(bytes, mark.eventSource, calls[place].source),
        JSONText.equal(bytes, mark.eventName, calls[place].name)
      {
        return answer
      }
      place += 1
    }
    if place == home + Self.reach { place = home }
    let answer = selection.mayAccept(bytes, mark)
    calls[place] = Call(
      hash: hash, source: JSONText.copy(bytes, mark.eventSource),
      name: JSONText.copy(bytes, mark.eventName), answer: answer)
    return answer
  }
}
