internal import CloudTrail

/// Which calls a selection may accept, remembered by the bytes of service and call, so that a
/// record it refuses costs no text. Used by one thread.
struct CallMemo: Sendable {
  private let selection: RecordSelection
  /// Nil where the bytes themselves tell at once.
  private var answers: ByteMemo<Bool>?

  /// A memo of nothing.
  init(_ selection: RecordSelection) {
    self.selection = selection
    answers = selection.namesCalls ? ByteMemo() : nil
  }

  /// What `selection.mayAccept` says.
  mutating func mayAccept(_ bytes: Span<UInt8>, _ mark: RecordMark) -> Bool {
    guard answers != nil else { return selection.mayAccept(bytes, mark) }
    let call = BytePart(bytes, mark.eventSource, and: mark.eventName)
    if let known = answers?.value(bytes, call) { return known }
    let answer = selection.mayAccept(bytes, mark)
    answers?.note(bytes, call, answer)
    return answer
  }
}
