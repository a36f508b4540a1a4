extension Scenario {
  /// What S3 asks KMS for on the caller's behalf: the same session with another access key, in the
  /// same second or the one before; never the request id of the S3 call.
  mutating func forwardToKeyService(
    _ name: String, _ object: String, in bucket: Bucket, by caller: Caller, at time: Timestamp,
    of runner: RunnerModel? = nil
  ) {
    guard case .customerKey(let key, let hasBucketKeys) = bucket.encryption,
      let credential = caller.actor.credential,
      // With bucket keys S3 keeps a key for a while and asks for few objects only.
      !hasBucketKeys || generator.chance(perMille: 120)
    else { return }
    let service = generator.pick(["AWS Internal", "s3.amazonaws.com", "fas.s3.amazonaws.com"])
    let actor = Actor.forwarded(
      credential, accessKeyID: generator.temporaryKeyID(), service: service)
    var record = keyRecord(
      name, key,
      by: Caller(actor, from: .service(service)),
      at: generator.chance(perMille: 60) ? time - 1 : time)
    let context: JSON = [
      "aws:s3:arn": .string(hasBucketKeys ? bucket.arn : "\(bucket.arn)/\(object)")
    ]
    record.request =
      name == "Decrypt"
      ? ["encryptionAlgorithm": "SYMMETRIC_DEFAULT", "encryptionContext": context]
      : ["keyId": .string(key.arn), "encryptionContext": context, "keySpec": "AES_256"]
    let foreign = runner.map { ownOrResource(caller, $0, record.source, why: .encryptionContext) }
    emit(record, Attribution(actor, source: record.source) ?? foreign)
  }

  /// A direct call to KMS that uses a key, e.g. Decrypt.
  @discardableResult package mutating func useKey(
    _ name: String, _ key: EncryptionKey, context: JSON, by caller: Caller, at time: Timestamp,
    of runner: RunnerModel? = nil
  ) -> String {
    var record = keyRecord(name, key, by: caller, at: time)
    record.request = ["keyId": .string(key.arn), "encryptionContext": context]
    let foreign = runner.map { ownOrResource(caller, $0, record.source, why: .encryptionContext) }
    return emit(record, foreign)
  }

  /// CloudWatch Logs encrypts the log group of `runner` with its key.
  @discardableResult package mutating func logsUseKey(of runner: RunnerModel, at time: Timestamp)
    -> String?
  {
    guard let tasks = runner.tasks, let key = tasks.key else { return nil }
    let group =
      "arn:aws:logs:\(runner.region.name):\(runner.account.id):log-group:\(tasks.logGroup)"
    var record = keyRecord(
      "GenerateDataKey", key, by: .service("logs.\(runner.region.name).amazonaws.com"), at: time)
    record.request = [
      "keyId": .string(key.arn), "encryptionContext": ["aws:logs:arn": .string(group)],
      "keySpec": "AES_256",
    ]
    record.sharedEventID = generator.uuid()
    return emit(record, Attribution(runner.name, .key, why: .encryptionContext))
  }

  /// A management call on a key, e.g. DescribeKey or RotateKeyOnDemand.
  @discardableResult package mutating func keyCall(
    _ name: String, on key: EncryptionKey, _ parameters: JSON = [:], response: JSON = .null,
    by caller: Caller, at time: Timestamp, of runner: RunnerModel? = nil
  ) -> String {
    var record = keyRecord(name, key, by: caller, at: time)
    record.additional = nil
    record.request = (["keyId": .string(key.arn)] as JSON).adding(members: parameters)
    record.response = response
    return emit(record, runner.map { ownOrResource(caller, $0, record.source) })
  }

  /// The service event with which KMS reports a rotation done; returns the key with its new
  /// material. Nobody called, so `userIdentity` has no type. One by schedule says so by nothing
  /// but the key, as all did before 2024.
  package mutating func rotateKey(
    _ key: EncryptionKey, at time: Timestamp, of runner: RunnerModel? = nil,
    onDemand isOnDemand: Bool = true
  ) -> EncryptionKey {
    var rotated = key
    rotated.materialID = generator.hex(64)
    let nobody = Actor.nobody(account: key.account, service: "AWS Internal")
    var record = keyRecord(
      "RotateKey", key, by: Caller(nobody, from: .service("AWS Internal")), at: time)
    record.additional = nil
    record.type = "AwsServiceEvent"
    record.serviceDetails = [
      "rotationType": "ON_DEMAND", "keyOrigin": "AWS_KMS",
      "previousKeyMaterialId": .string(key.materialID),
      "currentKeyMaterialId": .string(rotated.materialID), "keyId": .string(key.id),
    ]
    if !isOnDemand { record.serviceDetails = ["keyId": .string(key.id)] }
    let attribution = runner.map { Attribution($0.name, .key, why: .resource) }
    emit(record, attribution)
    return rotated
  }

  private mutating func keyRecord(
    _ name: String, _ key: EncryptionKey, by caller: Caller, at time: Timestamp
  ) -> Record {
    var record = record(name, of: "kms", by: caller, at: time, in: Place(key.account, key.region))
    record.additional = ["keyMaterialId": .string(key.materialID)]
    record.resources = [
      [
        "accountId": .string(key.account.id), "type": "AWS::KMS::Key", "ARN": .string(key.arn),
      ]
    ]
    return record
  }
}
