internal import CloudTrail

/// Sliding windows over what each session of a runner does, and what is usual there.
///
/// What a session did at most becomes usual once it has been quiet for the length of a window, and
/// only where nothing was noticed of it. Where the same was noticed of several sessions that nobody
/// suspects, it is how the runner works: the least of what they did becomes usual, too.
struct SessionWindows {
  private struct Session {
    var runner: Int
    var window = SlidingWindow()
    var calls = 0
    var bytes = 0
    var isNoticed = false
    var isSuspect = false
  }

  private var sessions: [Int: Session] = [:]
  private var sweepAt = 0
  /// What is usual, by runner.
  private(set) var usual: [Int: Baseline.Usage]
  /// What the first sessions did of which something was noticed, and that nobody suspects, by
  /// runner.
  private var noticed: [Int: [(calls: Int, bytes: Int)]] = [:]

  private let isClean: Bool

  /// Windows that know what was usual; `isClean` where all that is done is usual, too.
  init(_ usual: [Int: Baseline.Usage] = [:], isClean: Bool = false) {
    self.usual = usual
    self.isClean = isClean
  }

  /// Takes a call of a session; returns the earlier calls that belong to it where it is too much.
  mutating func take(
    _ entry: SlidingWindow.Entry, of number: Int, runner: Int, isSuspect: Bool = false,
    isTooMuch: (SlidingWindow, Baseline.Usage) -> Bool
  ) -> (window: SlidingWindow, evidence: [Signal.Evidence])? {
    var session = sessions.removeValue(forKey: number) ?? begin(runner, at: entry.time)
    session.window.add(entry)
    if isSuspect { session.isSuspect = true }
    session.calls = max(session.calls, session.window.distinct)
    session.bytes = max(session.bytes, session.window.bytes)
    defer { sessions[number] = session }
    guard isTooMuch(session.window, usual[runner] ?? Baseline.Usage()) else { return nil }
    session.isNoticed = true
    let evidence = session.window.evidence()
    return (session.window, evidence)
  }

  /// A new session; those that have been quiet for long are learned from and forgotten.
  private mutating func begin(_ runner: Int, at time: EventTime) -> Session {
    let limit = time.advanced(by: -SlidingWindow.length)
    // Looking at all of them each time would take too long where there are many.
    if sessions.count >= sweepAt {
      settle { $0.window.last.map { $0 < limit } ?? true }
      sweepAt = sessions.count + max(8, sessions.count / 4)
    }
    settle { $0.runner == runner && $0.window.last.map { $0 < limit } ?? true }
    return Session(runner: runner)
  }

  private mutating func settle(where isOver: (Session) -> Bool) {
    // What is learned must not depend on the order of a dictionary.
    for number in sessions.compactMap({ isOver($0.value) ? $0.key : nil }).sorted() {
      guard let session = sessions.removeValue(forKey: number) else { continue }
      if session.isNoticed, !isClean {
        learn(noticed: session)
      } else {
        usual[session.runner, default: Baseline.Usage()]
          .learn(calls: session.calls, bytes: session.bytes)
      }
    }
  }

  private mutating func learn(noticed session: Session) {
    guard !session.isSuspect, noticed[session.runner, default: []].count < Habit.enough else {
      return
    }
    noticed[session.runner, default: []].append((session.calls, session.bytes))
    guard let all = noticed[session.runner], all.count == Habit.enough else { return }
    usual[session.runner, default: Baseline.Usage()].learn(
      calls: all.map(\.calls).min() ?? 0, bytes: all.map(\.bytes).min() ?? 0)
  }

  /// What is usual when all events have been seen.
  mutating func finish() -> [Int: Baseline.Usage] {
    settle { _ in true }
    return usual
  }
}
