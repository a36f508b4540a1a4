import CloudTrail
import Incident
import Testing

/// When a credential is valid: issued, not expired, not cut off, and what was cut off and let go.
@Suite struct LiveTests {
  private static func time(_ minute: Int64) -> EventTime { EventTime(seconds: minute * 60) }

  private static func session(_ revocations: [(Int64, Int64?)], expires: Int64? = 600) -> Session {
    var session = Session(id: "s", kind: .task)
    session.issuedAt = time(10)
    session.expiresAt = expires.map(time)
    session.revocations = revocations.map { from, until in
      Session.Revocation(from: time(from), until: until.map(time), eventID: "e", words: "w")
    }
    return session
  }

  @Test(
    arguments: [
      ([], 9, false), ([], 10, true), ([], 599, true), ([], 600, false),
      ([(100, nil)], 99, true), ([(100, nil)], 100, false),
      ([(100, 200)], 150, false), ([(100, 200)], 200, true), ([(100, 200), (300, nil)], 250, true),
      ([(100, 200), (300, nil)], 300, false),
    ] as [([(Int64, Int64?)], Int64, Bool)])
  func isLive(revocations: [(Int64, Int64?)], minute: Int64, expected: Bool) {
    #expect(Self.session(revocations).isLive(at: Self.time(minute)) == expected)
  }

  @Test func aPolicyTakenBackKillsForAWhileOnly() {
    let session = Self.session([(100, 200)])
    #expect(session.revokedAt == nil)
    #expect(session.deadAt == Self.time(600))
    #expect(Self.session([(100, 200), (300, nil)]).deadAt == Self.time(300))
  }

  @Test func aRevocationThatFailsEndsNothing() {
    var session = Self.session([(100, nil), (300, nil)])
    session.revocations[0].hasFailed = true
    #expect(session.revokedAt == Self.time(100))
    #expect(session.isLive(at: Self.time(150)) && !session.isLive(at: Self.time(300)))
    #expect(session.deadAt == Self.time(300))
    session.revocations[1].hasFailed = true
    #expect(session.isLive(at: Self.time(300)))
    #expect(session.deadAt == Self.time(600))
  }

  @Test func unknownExpiryIsBoundedByTheLongestLife() {
    let session = Self.session([], expires: nil)
    #expect(session.latestExpiry == Self.time(10 + 720))
    #expect(session.isLive(at: Self.time(729)) && !session.isLive(at: Self.time(730)))
  }
}
