import FleetModel
import Incident

/// The secrets that were read.
extension VerdictTable {
  static let rotateSecrets: VerdictGroup = {
    var rows = VerdictGroup("S", "Rotate the secrets that were read", step: "rotate-secrets")
    rows.add(
      "partial", "three of five secrets rotated", .partial,
      says: ["secret db-4", "secret db-5", "3 of 5"]
    ) { story in
      for number in 1...5 { story.readSecret(number, by: story.thief, at: "09:5\(number)") }
      for number in 1...3 { story.secret("RotateSecret", number, at: "10:3\(number)") }
    }
    rows.add("done", "every secret and parameter that was read is renewed", .done) { story in
      story.readSecret(1, by: story.thief, at: "09:51")
      story.readSecret(2, by: story.thief, at: "09:52", byName: true)
      story.call(
        "GetParameters", of: "ssm", ["names": ["/app/token", "/app/key"]], by: story.thief,
        at: "09:53")
      story.secret("PutSecretValue", 1, at: "10:31")
      story.secret("UpdateSecret", 2, at: "10:32")
      for (number, name) in ["/app/token", "/app/key"].enumerated() {
        story.call("PutParameter", of: "ssm", ["name": .string(name)], at: "10:3\(number + 3)")
      }
    }
    rows.add("not seen", "secrets read, none renewed", .notSeen, says: ["secret db-1"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
    }
    rows.add(
      "no source", "none renewed of a region whose logs end with the theft", .notAssessable,
      says: ["eu-west-1", "10:00"]
    ) {
      $0.scenario.call(
        "GetSecretValue", of: "secretsmanager", ["secretId": "db-1"], by: $0.thief,
        at: VerdictStory.at("09:51"), in: Place("111122223333", "eu-west-1"))
    }
    rows.add("not applicable", "no secret was read", .notApplicable)
    rows.add("trap", "a secret renewed before the theft", .notSeen) {
      $0.secret("RotateSecret", 1, at: "08:00")
      $0.readSecret(1, by: $0.thief, at: "09:51")
    }
    rows.add("trap", "a try that was denied needs no rotation", .notApplicable) {
      $0.readSecret(
        1, by: $0.thief, at: "09:51", error: Record.Failure("AccessDeniedException", "no"))
    }
    rows.add(
      "contradicted", "the thief reads a secret again after its rotation", .contradicted,
      says: ["still reads", "203.0.113.80"]
    ) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("RotateSecret", 1, at: "10:31")
      $0.readSecret(1, by: $0.thief, at: "11:10")
    }
    addRenewals(to: &rows)
    addUndone(to: &rows)
    return rows
  }()

  /// What looks like a new value, and what is one.
  private static func addRenewals(to rows: inout VerdictGroup) {
    rows.add("trap", "the thief sets the value", .notSeen, says: ["secret db-1 in eu-central-1"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("PutSecretValue", 1, by: $0.thief, at: "09:55")
    }
    rows.add("trap", "a user whom the thief made sets the value", .notSeen) {
      let eve = $0.makeUser("eve", by: $0.intruder)
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("PutSecretValue", 1, by: eve, at: "09:55")
    }
    rows.add("done", "a session of the runner of which nothing is suspected sets it", .done) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("PutSecretValue", 1, by: $0.worker, at: "10:31")
    }
    rows.add("weak", "a rotation arranged for later", .partial, says: ["for later"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("RotateSecret", 1, ["rotateImmediately": false], at: "10:31")
    }
    rows.add("done", "the same, and it came", .done, says: ["reports the rotation as done"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("RotateSecret", 1, ["rotateImmediately": false], at: "10:31")
      $0.report("RotationSucceeded", 1, at: "11:31")
    }
    rows.add("weak", "only the description updated", .partial, says: ["only the description"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret(
        "UpdateSecret", 1, ["description": "stolen", "clientRequestToken": "t"], at: "10:31")
    }
    rows.add("done", "value and description updated", .done) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("UpdateSecret", 1, ["description": "new"], version: "v2", at: "10:31")
    }
    rows.add("weak", "a new value laid beside the current one", .partial, says: ["beside"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("PutSecretValue", 1, ["versionStages": ["AWSPENDING"]], version: "v2", at: "10:31")
    }
    rows.add("done", "the same, and made the current one", .done) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret(
        "PutSecretValue", 1, ["versionStages": ["AWSPENDING"], "clientRequestToken": "v2"],
        at: "10:31")
      $0.makeCurrent("v2", 1, at: "10:32")
    }
    rows.add("weak", "the secret deleted", .partial, says: ["only deleted"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("DeleteSecret", 1, at: "10:31")
    }
    rows.add("trap", "a secret of the same name in another region", .notSeen) {
      $0.readSecret(1, by: $0.thief, at: "09:51", byName: true)
      $0.call(
        "PutSecretValue", of: "secretsmanager", ["secretId": "db-1"], at: "10:31", global: true)
    }
    rows.add("trap", "a secret of the same name in another account", .notSeen) {
      $0.call(
        "GetSecretValue", of: "secretsmanager",
        ["secretId": "arn:aws:secretsmanager:eu-central-1:999988887777:secret:db-1-a1B2c3"],
        by: $0.thief, at: "09:51")
      $0.secret("PutSecretValue", 1, at: "10:31")
    }
  }

  /// What takes a new value back, and what only looks so.
  private static func addUndone(to rows: inout VerdictGroup) {
    rows.add("undone", "the old value made current again", .notSeen, says: ["older version"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("PutSecretValue", 1, version: "v2", at: "10:31")
      $0.makeCurrent("v1", 1, at: "10:40")
    }
    rows.add("trap", "a rotation makes its own version the current one", .done) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("RotateSecret", 1, ["clientRequestToken": "v2"], at: "10:31")
      $0.makeCurrent("v2", 1, at: "10:32")
    }
    rows.add("undone", "deleted, then restored", .notSeen, says: ["was restored"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("DeleteSecret", 1, at: "10:31")
      $0.secret("RestoreSecret", 1, at: "10:40")
    }
    rows.add("undone", "the rotation failed", .notSeen, says: ["a rotation failed"]) {
      $0.readSecret(1, by: $0.thief, at: "09:51")
      $0.secret("RotateSecret", 1, at: "10:31")
      $0.report("RotationFailed", 1, at: "10:35")
    }
  }
}

extension VerdictStory {
  private static func secretArn(_ number: Int) -> JSON {
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-\(number)-a1B2c3"
  }

  mutating func readSecret(
    _ number: Int, by caller: FleetModel.Caller, at clock: String, byName: Bool = false,
    error: Record.Failure? = nil
  ) {
    call(
      "GetSecretValue", of: "secretsmanager",
      ["secretId": byName ? "db-\(number)" : Self.secretArn(number)], by: caller, at: clock,
      error: error)
  }

  /// A call on a secret, and the version that it makes, where the response tells.
  mutating func secret(
    _ name: String, _ number: Int, _ parameters: JSON = [:], version: String? = nil,
    by caller: FleetModel.Caller? = nil, at clock: String
  ) {
    let request: JSON = ["secretId": Self.secretArn(number)]
    let response: JSON = ["aRN": Self.secretArn(number), "name": .string("db-\(number)")]
    call(
      name, of: "secretsmanager", request.adding(members: parameters),
      response: response.adding("versionId", version.map(JSON.string)), by: caller, at: clock)
  }

  /// A version is made the current one.
  mutating func makeCurrent(_ version: String, _ number: Int, at clock: String) {
    secret(
      "UpdateSecretVersionStage", number,
      ["versionStage": "AWSCURRENT", "moveToVersionId": .string(version)], at: clock)
  }

  /// What Secrets Manager reports of a rotation.
  mutating func report(_ name: String, _ number: Int, at clock: String) {
    let service = "secretsmanager.amazonaws.com"
    let nobody = Actor.nobody(account: Self.place.account, service: service)
    var record = scenario.record(
      name, of: "secretsmanager", by: FleetModel.Caller(nobody, from: .service(service)),
      at: Self.at(clock), in: Self.place)
    record.type = "AwsServiceEvent"
    record.additional = ["SecretId": Self.secretArn(number)]
    scenario.emit(record)
  }
}
