import CloudTrail
import Incident

/// Which of some credentials are valid at a moment, and which had been cut off by then.
struct LiveCredentials: Sendable {
  /// The moment.
  let moment: EventTime
  /// Valid at the moment, or perhaps: the suspicious first, then those that live longest.
  let live: [Session]
  /// Cut off at the moment, though not expired; the suspicious first, then by time of the cut.
  let revoked: [Session]

  /// The credentials at `moment`.
  init(_ sessions: [Session], at moment: EventTime) {
    self.moment = moment
    live = sessions.filter { $0.isLive(at: moment) }.sorted { a, b in
      Self.order(a, a.latestExpiry.map { -$0.seconds })
        < Self.order(b, b.latestExpiry.map { -$0.seconds })
    }
    revoked = sessions.filter { session in
      (session.issuedAt.map { $0 <= moment } ?? true) && session.revocation(at: moment) != nil
        && (session.latestExpiry.map { $0 > moment } ?? true)
    }.sorted { a, b in
      Self.order(a, a.revocation(at: moment)?.from.seconds)
        < Self.order(b, b.revocation(at: moment)?.from.seconds)
    }
  }

  private static func order(_ session: Session, _ second: Int64?) -> (Int, Int64, String) {
    (session.isSuspect ? 0 : 1, second ?? .max, session.id)
  }

  /// What ends a credential and what does not.
  static let rule =
    "A new trust policy, a new runner id or a deleted OIDC provider ends none of them; only a "
    + "policy that denies, the end of the role, or expiry does."

  /// `2 of 20 credentials are valid, 1 of them suspicious`.
  func count(of all: Int) -> String {
    let suspects = live.count(where: \.isSuspect)
    let tail = suspects == 0 ? "" : ", \(suspects) of them suspicious"
    return
      "\(live.count) of \(all.counted("credential")) \(live.count == 1 ? "is" : "are") valid\(tail)"
  }
}

/// When credentials were valid, as bars over time.
///
///     q1s675  ██████████xx····················|
///     3b4p0b   ███████████████████████████████|▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
///
/// Holds no text from the logs, so that it can stand in any page as it is.
struct ValidityChart: Sendable {
  private static let width = 60
  private static let longest = 20

  /// The bars with their frame; empty where there is nothing to show.
  let lines: [String]

  /// A chart of `sessions`; `end` is the newest record.
  init(_ sessions: [Session], end: EventTime) {
    let shown = sessions.filter { $0.issuedAt != nil && $0.latestExpiry != nil }
      .sorted { ($0.issuedAt ?? end, $0.id) < ($1.issuedAt ?? end, $1.id) }
      .prefix(Self.longest)
    guard let from = shown.compactMap(\.issuedAt).min(),
      let last = shown.compactMap(\.latestExpiry).max(), last > from
    else {
      lines = []
      return
    }
    let scale = Scale(from: from, to: max(last, end), width: Self.width)
    let mark = scale.column(end)
    var lines = [
      "        " + from.dayAndMinute
        + String(repeating: " ", count: max(1, Self.width - 31)) + scale.to.dayAndMinute
    ]
    lines += shown.map { session in Self.line(session, scale, mark: mark) }
    let pad = String(repeating: " ", count: 8 + mark)
    lines.append("\(pad)^ the logs end \(end.dayAndMinute)")
    lines.append("        █ valid   ▒ will be valid   x revoked   · revoked, not yet expired")
    self.lines = lines
  }

  private struct Scale {
    let from: EventTime
    let to: EventTime
    let width: Int

    func column(_ time: EventTime) -> Int {
      let span = Double(to.seconds - from.seconds)
      let place = Double(time.seconds - from.seconds) / span * Double(width - 1)
      return max(0, min(width - 1, Int(place)))
    }
  }

  private static func line(_ session: Session, _ scale: Scale, mark: Int) -> String {
    guard let issued = session.issuedAt, let expiry = session.latestExpiry else { return "" }
    let columns = (0..<width).map { column -> Character in
      let first = scale.column(issued)
      let last = scale.column(expiry)
      guard (first...last).contains(column) else { return column == mark ? "|" : " " }
      for revocation in session.revocations where !revocation.hasFailed {
        let cut = scale.column(revocation.from)
        let back = revocation.until.map(scale.column) ?? width
        if column == cut { return "x" }
        if column > cut, column < back { return column == mark ? "|" : "·" }
      }
      return column > mark ? "▒" : column == mark ? "|" : "█"
    }
    let id = session.id.prefix(6)
    return id + String(repeating: " ", count: 8 - id.count) + String(columns)
      + (session.isSuspect ? "  suspicious " : "  ") + session.kindWords
  }
}
