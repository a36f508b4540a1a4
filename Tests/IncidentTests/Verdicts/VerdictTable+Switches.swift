import FleetModel
import Incident

/// The bucket is switched to another key, and what becomes of the switch.
extension VerdictTable {
  static func addSwitches(to rows: inout VerdictGroup) {
    let foreign = "arn:aws:kms:eu-central-1:999988887777:key/99999999-2222-3333-4444-555555555555"
    rows.add(
      "contradicted", "the bucket switched to a key of another account", .contradicted,
      says: ["a key of another account", "999988887777"]
    ) { $0.setKey(foreign, at: "11:00") }
    rows.add("undone", "the same, and then to another key of the own account", .done) {
      let other = $0.scenario.encryptionKey(in: VerdictStory.place)
      $0.setKey(foreign, at: "11:00")
      $0.setKey(other.arn, at: "11:10")
    }
    rows.add(
      "undone", "switched, and back to the old key", .notSeen, says: ["from its new key again"]
    ) {
      let other = $0.scenario.encryptionKey(in: VerdictStory.place)
      $0.setKey(other.arn, at: "11:00")
      $0.setKey($0.key?.arn ?? "", at: "11:10")
    }
    rows.add(
      "undone", "switched, and then the encryption removed", .notSeen,
      says: ["from its new key again"]
    ) {
      let other = $0.scenario.encryptionKey(in: VerdictStory.place)
      $0.setKey(other.arn, at: "11:00")
      $0.bucket("DeleteBucketEncryption", at: "11:10")
    }
    rows.add(
      "undone", "switched, and then to keys of S3", .notSeen, says: ["from its new key again"]
    ) {
      let other = $0.scenario.encryptionKey(in: VerdictStory.place)
      $0.setKey(other.arn, at: "11:00")
      $0.bucket("PutBucketEncryption", VerdictStory.encryption("AES256"), at: "11:10")
    }
    rows.add("done", "switched, used, and the new key set once more", .done) {
      let other = $0.scenario.encryptionKey(in: VerdictStory.place)
      $0.setKey(other.arn, at: "11:00")
      $0.write(by: $0.worker, at: "11:05", under: .customerKey(other, bucketKeys: false))
      $0.setKey(other.arn, at: "11:10")
    }
    rows.add("done", "switched, back, and switched again", .done) {
      let other = $0.scenario.encryptionKey(in: VerdictStory.place)
      $0.setKey(other.arn, at: "11:00")
      $0.write(by: $0.worker, at: "11:05", under: .customerKey(other, bucketKeys: false))
      $0.setKey($0.key?.arn ?? "", at: "11:10")
      $0.setKey(other.arn, at: "11:20")
    }
  }
}

extension VerdictStory {
  /// The default encryption of the runner's bucket is set.
  fileprivate mutating func setKey(_ key: String, at clock: String) {
    bucket("PutBucketEncryption", Self.encryption("aws:kms", key: key), at: clock)
  }
}
