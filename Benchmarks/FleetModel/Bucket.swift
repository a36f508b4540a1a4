/// A KMS key that the customer owns.
package struct EncryptionKey: Hashable, Sendable {
  /// The account that owns it.
  package var account: Account
  /// The region that holds it.
  package var region: Region
  /// The bare id, a UUID.
  package var id: String
  /// The id of the key material in use, 64 hexadecimal digits; a rotation changes it.
  package var materialID: String

  /// A key with these properties.
  package init(account: Account, region: Region, id: String, materialID: String) {
    self.account = account
    self.region = region
    self.id = id
    self.materialID = materialID
  }

  /// `arn:aws:kms:region:account:key/id`.
  package var arn: String { "arn:aws:kms:\(region.name):\(account.id):key/\(id)" }
}

/// An S3 bucket and how its objects are encrypted.
package struct Bucket: Hashable, Sendable {
  /// What encrypts the objects.
  package enum Encryption: Hashable, Sendable {
    /// S3's own keys: no KMS events.
    case storageManaged
    /// A key of the customer. With bucket keys, S3 asks KMS seldom and names the bucket, not the
    /// object, in the encryption context.
    case customerKey(EncryptionKey, bucketKeys: Bool)
  }

  /// The account that owns it.
  package var account: Account
  /// The region that holds it.
  package var region: Region
  /// The name, unique in the world.
  package var name: String
  /// What encrypts its objects.
  package var encryption: Encryption

  /// A bucket with these properties.
  package init(account: Account, region: Region, name: String, encryption: Encryption) {
    self.account = account
    self.region = region
    self.name = name
    self.encryption = encryption
  }

  /// `arn:aws:s3:::name`.
  package var arn: String { "arn:aws:s3:::\(name)" }

  /// `name.s3.region.amazonaws.com`.
  package var host: String { "\(name).s3.\(region.name).amazonaws.com" }
}
