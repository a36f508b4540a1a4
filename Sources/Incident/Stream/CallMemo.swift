internal import ByteScan
internal import CloudTrail

/// Which calls a selection may accept, remembered by the bytes of service and call, so that a
/// record it refuses costs no text.
///
/// A place for each of a few hundred hashes; what falls into the same place takes it over, so that
/// memory does not grow with the logs. Used by one thread.
struct CallMemo: Sendable {
  private struct Call {
    var hash: UInt64 = 0
    var source: [UInt8] = []
    var name: [UInt8] = []
    /// Nil where nothing is remembered.
    var answer: Bool?
  }

  private static let size = 1 << 9

  private let selection: RecordSelection
  private var calls: [Call]

  /// A memo of nothing.
  init(_ selection: RecordSelection) {
    self.selection = selection
    calls = [Call](repeating: Call(), count: selection.namesCalls ? Self.size : 0)
  }

  /// What `selection.mayAccept` says.
  mutating func mayAccept(_ bytes: Span<UInt8>, _ mark: RecordMark) -> Bool {
    if calls.isEmpty { return selection.mayAccept(bytes, mark) }
    let hash =
      bytes.extracting(mark.eventSource).hashed() &* 31
      &+ bytes.extracting(mark.eventName).hashed()
    let place = Int(truncatingIfNeeded: hash ^ hash &>> 32) & (Self.size - 1)
    if let answer = calls[place].answer, calls[place].hash == hash,
      JSONText.equal(bytes, mark.eventSource, calls[place].source),
      JSONText.equal(bytes, mark.eventName, calls[place].name)
    {
      return answer
    }
    let answer = selection.mayAccept(bytes, mark)
    calls[place] = Call(
      hash: hash, source: JSONText.copy(bytes, mark.eventSource),
      name: JSONText.copy(bytes, mark.eventName), answer: answer)
    return answer
  }
}
