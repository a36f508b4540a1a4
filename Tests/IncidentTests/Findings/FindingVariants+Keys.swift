import Incident

extension FindingCase {
  /// The runner's keys, and keys that look like them.
  static let ownKeys: [FindingCase] = [
    FindingCase("K01", .critical) {
      $0.useKey(key: StepStory.shared(in: StepStory.region), by: StepStory.worker, at: "10:00:00")
      $0.deleteShared(in: StepStory.region, at: "11:00:00")
    } not: {
      // The replica of another region has the same id.
      $0.useKey(key: StepStory.shared(in: StepStory.region), by: StepStory.worker, at: "10:00:00")
      $0.deleteShared(in: "us-west-2", at: "11:00:00")
    },
    FindingCase("K06", .high) {
      $0.onKey(
        "ReEncrypt", #","destinationKeyId":"arn:aws:kms:eu-central-1:999988887777:key/x""#,
        by: StepStory.worker)
    } not: {
      $0.onKey("ReEncrypt", by: .user("eve"))
    },
  ]
}

extension StepStory {
  private static let sharedID = "mrk-11112222333344445555666677778888"

  /// A multi-Region key as it is called in a region.
  static func shared(in region: String) -> String {
    "arn:aws:kms:\(region):\(account):key/\(sharedID)"
  }

  /// ScheduleKeyDeletion of a multi-Region key in a region, by its id alone.
  mutating func deleteShared(in region: String, at time: String) {
    add(
      "ScheduleKeyDeletion", of: "kms", by: .user("eve"), at: time, in: region,
      request: #"{"keyId":"\#(Self.sharedID)"}"#,
      more:
        #","resources":[{"accountId":"\#(Self.account)","type":"AWS::KMS::Key","ARN":"\#(Self.shared(in: region))"}]"#
    )
  }
}
