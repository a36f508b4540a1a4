extension Scenario {
  /// GetObject, and the Decrypt that S3 asks KMS for. Returns the S3 event.
  @discardableResult package mutating func getObject(
    _ key: String, in bucket: Bucket, size: Int = 48_211, by caller: Caller, at time: Timestamp,
    of runner: RunnerModel? = nil
  ) -> String {
    forwardToKeyService("Decrypt", key, in: bucket, by: caller, at: time, of: runner)
    var record = objectRecord("GetObject", key, in: bucket, by: caller, at: time)
    record.additional = transfer(bucket, bytesIn: 0, bytesOut: size)
    return emit(record, storageAttribution(caller, runner))
  }

  /// PutObject, and the GenerateDataKey that S3 asks KMS for. Returns the S3 event.
  @discardableResult package mutating func putObject(
    _ key: String, in bucket: Bucket, size: Int = 48_211, by caller: Caller, at time: Timestamp,
    of runner: RunnerModel? = nil
  ) -> String {
    forwardToKeyService("GenerateDataKey", key, in: bucket, by: caller, at: time, of: runner)
    var record = objectRecord("PutObject", key, in: bucket, by: caller, at: time)
    record.additional = transfer(bucket, bytesIn: size, bytesOut: 0)
    if case .customerKey(let encryptionKey, let hasBucketKeys) = bucket.encryption {
      record.response = [
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": .string(encryptionKey.arn),
        "x-amz-server-side-encryption-bucket-key-enabled": hasBucketKeys ? "true" : "false",
      ]
    } else {
      record.response = ["x-amz-server-side-encryption": "AES256"]
    }
    return emit(record, storageAttribution(caller, runner))
  }

  /// HeadObject. Returns the event.
  @discardableResult package mutating func headObject(
    _ key: String, in bucket: Bucket, by caller: Caller, at time: Timestamp,
    of runner: RunnerModel? = nil
  ) -> String {
    var record = objectRecord("HeadObject", key, in: bucket, by: caller, at: time)
    record.additional = transfer(bucket, bytesIn: 0, bytesOut: 0)
    return emit(record, storageAttribution(caller, runner))
  }

  /// ListObjectsV2, which is logged as ListObjects, of a prefix or of the whole bucket.
  @discardableResult package mutating func listObjects(
    in bucket: Bucket, prefix: String? = nil, by caller: Caller, at time: Timestamp,
    of runner: RunnerModel? = nil
  ) -> String {
    var record = objectRecord("ListObjects", nil, in: bucket, by: caller, at: time)
    record.request = [
      "list-type": "2", "bucketName": .string(bucket.name), "encoding-type": "url",
      "prefix": .string(prefix ?? ""), "delimiter": "/", "Host": .string(bucket.host),
    ]
    record.resources = [
      ["type": "AWS::S3::Object", "ARNPrefix": "\(bucket.arn)/\(prefix ?? "")"],
      bucketResource(bucket),
    ]
    record.additional = transfer(bucket, bytesIn: 0, bytesOut: generator.number(in: 400...9000))
    return emit(record, storageAttribution(caller, runner))
  }

  /// A management call on the bucket, such as PutBucketLogging or GetBucketPolicy; `marker` is the
  /// sub-resource, whose key appears with an empty value, where the call has one.
  @discardableResult package mutating func bucketCall(
    _ name: String, on bucket: Bucket, marker: String? = nil, _ parameters: JSON = [:],
    by caller: Caller, at time: Timestamp, of runner: RunnerModel? = nil
  ) -> String {
    var record = storageRecord(name, in: bucket, by: caller, at: time)
    record.request = parameters.adding("bucketName", .string(bucket.name))
      .adding("Host", .string(bucket.host))
    if let marker { record.request = record.request.adding(marker, "") }
    record.additional = transfer(nil, bytesIn: 0, bytesOut: 0)
    record.resources = [bucketResource(bucket)]
    return emit(record, storageAttribution(caller, runner))
  }

  func storageAttribution(_ caller: Caller, _ runner: RunnerModel?) -> Attribution? {
    runner.map { ownOrResource(caller, $0, "s3.amazonaws.com") }
  }

  mutating func objectRecord(
    _ name: String, _ key: String?, in bucket: Bucket, by caller: Caller, at time: Timestamp
  ) -> Record {
    var record = storageRecord(name, in: bucket, by: caller, at: time)
    record.category = .data
    // Older records hold the host in a list.
    let hasOldHost = generator.chance(perMille: 120)
    record.request = [
      "bucketName": .string(bucket.name),
      "Host": hasOldHost ? [.string(bucket.host)] : .string(bucket.host),
    ]
    record.request = record.request.adding("key", key.map(JSON.string))
    record.resources = [
      ["type": "AWS::S3::Object", "ARN": "\(bucket.arn)/\(key ?? "")"], bucketResource(bucket),
    ]
    return record
  }

  private mutating func storageRecord(
    _ name: String, in bucket: Bucket, by caller: Caller, at time: Timestamp
  ) -> Record {
    var record = record(
      name, of: "s3", by: caller, at: time, in: Place(bucket.account, bucket.region))
    record.requestID = generator.storageRequestID()
    if record.host != nil { record.host = bucket.host }
    return record
  }

  private func bucketResource(_ bucket: Bucket) -> JSON {
    [
      "accountId": .string(bucket.account.id), "type": "AWS::S3::Bucket",
      "ARN": .string(bucket.arn),
    ]
  }

  /// `additionalEventData`, with the encryption for calls on the objects of a bucket; byte counts
  /// are floats in two of three real records.
  mutating func transfer(_ bucket: Bucket?, bytesIn: Int, bytesOut: Int) -> JSON {
    let areFloats = generator.chance(perMille: 700)
    let head: JSON = [
      "SignatureVersion": "SigV4", "CipherSuite": "TLS_AES_128_GCM_SHA256",
      "bytesTransferredIn": areFloats ? .float(bytesIn) : .integer(bytesIn),
    ]
    let tail: JSON = [
      "AuthenticationMethod": "AuthHeader", "x-amz-id-2": .string(generator.storageHostID()),
      "bytesTransferredOut": areFloats ? .float(bytesOut) : .integer(bytesOut),
    ]
    let applied = bucket.map { $0.encryption == .storageManaged ? "Default_SSE_S3" : "SSE_KMS" }
    return head.adding("SSEApplied", applied.map(JSON.string)).adding(members: tail)
  }
}
