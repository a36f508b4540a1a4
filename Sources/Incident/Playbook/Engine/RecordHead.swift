/// The few fields of a record that every event carries, so that the record itself need not be kept.
enum RecordHead {
  /// The fields by their paths.
  static let fields: Set<String> = [
    "eventSource", "eventName", "awsRegion", "errorCode", "sourceIPAddress", "userAgent",
    "recipientAccountId", "userIdentity.type", "userIdentity.arn", "userIdentity.userName",
    "userIdentity.invokedBy", "userIdentity.accountId",
  ]
}
