import FleetModel
import Incident

/// Whom the intruder made does what responders do.
extension VerdictTable {
  static func addIntruders(to rows: inout VerdictGroup) {
    rows.add("trap", "a user whom the intruder made reads the logs", .notSeen) {
      let eve = $0.makeUser("eve", by: $0.intruder)
      $0.logs("FilterLogEvents", by: eve, at: "10:05")
    }
    rows.add(
      "trap", "the same, where every user is a responder", .notSeen,
      responders: "arn:aws:iam::*:user/*"
    ) {
      let eve = $0.makeUser("eve", by: $0.intruder)
      $0.logs("FilterLogEvents", by: eve, at: "10:05")
    }
    rows.add("trap", "a session that a user of the intruder was issued reads them", .notSeen) {
      let eve = $0.makeUser("eve", by: $0.intruder)
      let place = VerdictStory.place
      let session = $0.scenario.assumeRole(
        $0.scenario.role("operators", in: place.account), session: "eve", by: eve,
        at: VerdictStory.at("10:00"), in: place.region)
      $0.logs(
        "FilterLogEvents", by: FleetModel.Caller(session, from: VerdictStory.office), at: "10:05")
    }
    rows.add("trap", "somebody reads them with a key that the intruder made", .notSeen) {
      $0.makeKey(of: "ops", "AKIATHIEFS00EXAMPLE0", by: $0.intruder)
      $0.logs(
        "FilterLogEvents", by: VerdictStory.user("ops", "AKIATHIEFS00EXAMPLE0"), at: "10:05")
    }
    rows.add("done", "the same user with a key of their own", .done) {
      $0.makeKey(of: "ops", "AKIATHIEFS00EXAMPLE0", by: $0.intruder)
      $0.logs(
        "FilterLogEvents", by: VerdictStory.user("ops", "AKIAOPSOWN00EXAMPLE0"), at: "10:05")
    }
    rows.add("done", "a user whom the runner itself made, before the theft", .done) {
      let user = $0.makeUser("eve", by: $0.control, at: "08:30")
      $0.logs("FilterLogEvents", by: user, at: "10:05")
    }
  }
}

extension VerdictStory {
  static let office = Origin("198.51.100.220", .shell)

  /// A user with a key.
  static func user(_ name: String, _ key: String) -> FleetModel.Caller {
    FleetModel.Caller(
      .user(
        User(account: place.account, name: name, id: "AIDA0USER000EXAMPLE", accessKeyID: key)),
      from: office)
  }

  /// A user is made, with a key.
  mutating func makeUser(
    _ name: String, by caller: FleetModel.Caller, at clock: String = "09:50"
  ) -> FleetModel.Caller {
    iam("CreateUser", ["userName": .string(name)], by: caller, at: clock)
    makeKey(of: name, "AKIAMADE0000EXAMPLE0", by: caller, at: clock)
    return Self.user(name, "AKIAMADE0000EXAMPLE0")
  }

  fileprivate mutating func makeKey(
    of name: String, _ key: String, by caller: FleetModel.Caller, at clock: String = "09:51"
  ) {
    iam(
      "CreateAccessKey", ["userName": .string(name)],
      response: ["accessKey": ["accessKeyId": .string(key), "userName": .string(name)]],
      by: caller, at: clock)
  }
}
