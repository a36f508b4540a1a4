import CloudTrail
import Incident

extension SessionReach: Described {
  static let fields: [Field<SessionReach>] = [
    Field("session", "The credential.") { $0.session },
    Field("runner", "The runner whose chain it belongs to.") { $0.runner },
    Field("suspect", "Whether it is suspicious.") { $0.isSuspect },
    Field("firstTime", "Its first call.") { $0.firstTime },
    Field("lastTime", "Its last call.") { $0.lastTime },
    Field("events", "Calls made with it.") { $0.events },
    Field("denied", "How many of them were denied or failed.") { $0.denied },
    Field("buckets", "Buckets touched or tried.") { $0.buckets },
    Field("keys", "KMS keys used or tried.") { $0.keys },
    Field("items", "Secrets, tasks, images, roles … touched or tried.") { $0.items },
    Field("calls", "Calls that succeeded, by service and name.") { $0.calls },
    Field("deniedCalls", "Calls that were denied or failed.") { $0.deniedCalls },
    Field("s3DataSeen", "False where the logs hold no data events: absence proves nothing.") {
      $0.hasDataEvents
    },
  ]
}

extension SessionReach.Bucket: Described {
  static let fields: [Field<SessionReach.Bucket>] = [
    Field("bucket", "The bucket.") { $0.name },
    Field("objects", "Different objects read, written or deleted.") { $0.objects },
    Field("prefixes", "The first folders of their keys.") { $0.prefixes },
    Field("reads", "Reads of objects.") { $0.reads },
    Field("writes", "Writes of objects.") { $0.writes },
    Field("deletes", "Deletions of objects.") { $0.deletes },
    Field("lists", "Listings.") { $0.lists },
    Field("bytesOut", "Bytes that S3 sent.") { $0.bytesOut },
    Field("bytesIn", "Bytes that S3 received.") { $0.bytesIn },
    Field("denied", "Calls that were denied or failed.") { $0.denied },
  ]
}

extension SessionReach.Key: Described {
  static let fields: [Field<SessionReach.Key>] = [
    Field("key", "The key.") { $0.name },
    Field("calls", "Uses that succeeded.") { $0.calls },
    Field("denied", "Uses that were denied or failed.") { $0.denied },
    Field("contexts", "Encryption contexts: what it was used for.") { $0.contexts },
  ]
}

extension SessionReach.Item: Described {
  static let fields: [Field<SessionReach.Item>] = [
    Field("kind", "What it is.") { $0.kind },
    Field("name", "Its name.") { $0.name },
    Field("calls", "Calls that succeeded.") { $0.calls },
    Field("denied", "Calls that were denied or failed.") { $0.denied },
  ]
}

extension SessionReach.Item.Kind: FieldConvertible {}
