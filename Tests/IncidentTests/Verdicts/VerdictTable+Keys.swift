import FleetModel
import Incident

/// Step 4.
extension VerdictTable {
  static let rotateKeys: VerdictGroup = {
    var rows = VerdictGroup("E4", "Rotate KMS keys", step: "rotate-keys")
    rows.add("done", "requested, and KMS reports it done", .done) {
      $0.rotate()
      $0.kms("RotateKeyOnDemand", at: "11:00")
      $0.rotated(at: "11:06")
    }
    rows.add("partial", "requested, not reported as done", .partial, says: ["only requested"]) {
      $0.kms("RotateKeyOnDemand", at: "11:00")
    }
    rows.add("partial", "only the yearly rotation enabled", .partial, says: ["yearly"]) {
      $0.kms("EnableKeyRotation", ["rotationPeriodInDays": 365], at: "11:00")
    }
    rows.add("partial", "only a grant revoked", .partial, says: ["access to the key was cut"]) {
      $0.kms("RevokeGrant", ["grantId": "g"], at: "11:00")
    }
    rows.add("partial", "only an alias moved", .partial, says: ["only the alias"]) { story in
      let other = story.scenario.encryptionKey(in: VerdictStory.place)
      story.call(
        "CreateAlias", of: "kms",
        ["aliasName": "alias/runner", "targetKeyId": .string(story.key?.id ?? "")],
        by: story.terraform, at: "07:30")
      story.call(
        "UpdateAlias", of: "kms",
        ["aliasName": "alias/runner", "targetKeyId": .string(other.id)], at: "11:00")
    }
    rows.add("done", "the bucket switched to another key", .done, says: ["switched"]) { story in
      let other = story.scenario.encryptionKey(in: VerdictStory.place)
      story.bucket(
        "PutBucketEncryption", VerdictStory.encryption("aws:kms", key: other.arn), at: "11:00")
      story.write(by: story.worker, at: "11:30", under: .customerKey(other, bucketKeys: false))
    }
    rows.add("not seen", "nobody did anything", .notSeen, says: ["key/"])
    rows.add("not seen", "another key rotated", .notSeen) { story in
      let other = story.scenario.encryptionKey(in: VerdictStory.place)
      story.kms("RotateKeyOnDemand", key: other, at: "11:00")
    }
    rows.add("not applicable", "no key of KMS is used", .notApplicable, hasKey: false)
    rows.add(
      "no source", "a trail without KMS", .notAssessable, says: ["calls to KMS"], without: .keys)
    addOther(to: &rows)
    addDanger(to: &rows)
    rows.add(
      "trap", "old data decrypted after the rotation, which is normal", .done
    ) {
      $0.rotate()
      $0.kms("RotateKeyOnDemand", at: "11:00")
      $0.rotated(at: "11:06")
      $0.read(by: $0.responder, at: "11:30")
    }
    rows.add(
      "trap", "rotation cuts no access: the thief still decrypts", .done, says: ["cuts no access"]
    ) {
      $0.kms("RotateKeyOnDemand", at: "10:00")
      $0.rotated(at: "10:06")
      $0.steal(at: "11:30")
    }
    rows.add(
      "anomaly", "new data under the old material", .done, says: ["old material"]
    ) {
      $0.kms("RotateKeyOnDemand", at: "10:00")
      $0.rotated(at: "10:06")
      $0.write(by: $0.worker, at: "11:30")
    }
    addSwitches(to: &rows)
    return rows
  }()

  private static func addOther(to rows: inout VerdictGroup) {
    rows.add(
      "partial", "KMS rotated by schedule, as records before 2024 say it", .partial,
      says: ["by schedule"]
    ) {
      guard let key = $0.key else { return }
      _ = $0.scenario.rotateKey(
        key, at: VerdictStory.at("11:00"), of: $0.runner, onDemand: false)
    }
    rows.add("partial", "only the log group switched", .partial, says: ["only the log group"]) {
      story in
      let other = story.scenario.encryptionKey(in: VerdictStory.place)
      story.logs("AssociateKmsKey", ["kmsKeyId": .string(other.arn)], at: "11:00")
    }
    rows.add("done", "old data written anew under the new key", .done, says: ["in place"]) {
      story in
      let other = story.scenario.encryptionKey(in: VerdictStory.place)
      story.bucket(
        "PutBucketEncryption", VerdictStory.encryption("aws:kms", key: other.arn), at: "11:00")
      story.bucket("CopyObject", ["key": "e/terraform.tfstate"], by: story.responder, at: "11:10")
    }
  }

  private static func addDanger(to rows: inout VerdictGroup) {
    for name in ["ScheduleKeyDeletion", "DisableKey"] {
      rows.add("contradicted", "\(name) as rotation destroys data", .contradicted, says: ["DANGER"])
      {
        $0.kms("RotateKeyOnDemand", at: "11:00")
        $0.rotated(at: "11:06")
        $0.kms(name, ["pendingWindowInDays": 7], at: "11:10")
      }
    }
    rows.add("undone", "the deletion taken back", .done) {
      $0.kms("RotateKeyOnDemand", at: "11:00")
      $0.rotated(at: "11:06")
      $0.kms("ScheduleKeyDeletion", at: "11:10")
      $0.kms("CancelKeyDeletion", at: "11:20")
    }
    rows.add(
      "contradicted", "new data under the old key after the switch", .contradicted,
      says: ["under the old key"]
    ) { story in
      let other = story.scenario.encryptionKey(in: VerdictStory.place)
      story.bucket(
        "PutBucketEncryption", VerdictStory.encryption("aws:kms", key: other.arn), at: "10:30")
      story.write(by: story.worker, at: "11:00", under: .customerKey(other, bucketKeys: false))
      story.write(by: story.worker, at: "11:30")
    }
    rows.add("contradicted", "a grant to another account", .contradicted, says: ["grant"]) {
      $0.kms(
        "CreateGrant", ["granteePrincipal": "arn:aws:iam::999988887777:role/x"], at: "11:00")
    }
    rows.add("trap", "a grant within the account", .notSeen) {
      $0.kms(
        "CreateGrant", ["granteePrincipal": "arn:aws:iam::111122223333:role/x"], at: "11:00")
    }
    rows.add("contradicted", "the key policy opened", .contradicted, says: ["key policy"]) {
      $0.kms("PutKeyPolicy", ["policy": .string(open("AWS", "*"))], at: "11:00")
    }
    rows.add("undone", "the key policy opened and closed again", .partial) {
      $0.kms("PutKeyPolicy", ["policy": .string(open("AWS", "*"))], at: "11:00")
      $0.kms(
        "PutKeyPolicy", ["policy": .string(open("AWS", "arn:aws:iam::111122223333:root"))],
        at: "11:10")
    }
    rows.add("contradicted", "the yearly rotation disabled", .contradicted, says: ["disabled"]) {
      $0.kms("DisableKeyRotation", at: "11:00")
    }
    rows.add(
      "contradicted", "the runner takes a key out of its lock", .contradicted, says: ["out of its"]
    ) { $0.kms("EnableKey", by: $0.thief, at: "11:00") }
  }

  /// A policy that allows everything to somebody.
  static func open(_ kind: String, _ principal: String) -> String {
    #"{"Statement":[{"Effect":"Allow","Principal":{"\#(kind)":"\#(principal)"},"Action":"*","Resource":"*"}]}"#
  }
}

extension VerdictStory {
  /// The story goes on as that of a runner id that took the place of another.
  mutating func becomeSuccessor() {
    // The names of the roles share their suffix; the other one logged in first.
    let suffix = runner.loginRole.name.suffix(8)
    let old = Role(
      account: Self.place.account, name: "old-runner-ecs-task-manager-\(suffix)",
      id: "AROAOLDRUNNER0EXAMPLE")
    let former = RunnerModel(
      name: "old-runner", account: Self.place.account, region: Self.place.region,
      providerHost: runner.providerHost, subject: "acme+old-runner",
      sessionName: "acme-old-runner", loginRole: old, origin: runner.origin)
    _ = scenario.login(former, at: Self.at("05:30"))
  }
}
