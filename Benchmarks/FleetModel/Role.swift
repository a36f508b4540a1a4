/// An IAM role. A role that is deleted and made again keeps its name and gets another `id`.
package struct Role: Hashable, Sendable {
  /// The account that owns it.
  package var account: Account
  /// `/`, or folders such as `/platform/runners/`. In `arn`, never in the ARN of a session.
  package var path: String
  /// The name, unique in the account.
  package var name: String
  /// The unique id, `AROA…`.
  package var id: String

  /// A role with these properties.
  package init(account: Account, path: String = "/", name: String, id: String) {
    self.account = account
    self.path = path
    self.name = name
    self.id = id
  }

  /// `arn:aws:iam::111122223333:role/path/name`.
  package var arn: String { "arn:aws:iam::\(account.id):role\(path)\(name)" }

  /// The ARN of this role's session with that name.
  package func sessionARN(_ sessionName: String) -> String {
    "arn:aws:sts::\(account.id):assumed-role/\(name)/\(sessionName)"
  }
}

/// An IAM user with a long-term access key.
package struct User: Hashable, Sendable {
  /// The account that owns it.
  package var account: Account
  /// The name, unique in the account.
  package var name: String
  /// The unique id, `AIDA…`.
  package var id: String
  /// The long-term key, `AKIA…`.
  package var accessKeyID: String

  /// A user with these properties.
  package init(account: Account, name: String, id: String, accessKeyID: String) {
    self.account = account
    self.name = name
    self.id = id
    self.accessKeyID = accessKeyID
  }

  /// `arn:aws:iam::111122223333:user/name`.
  package var arn: String { "arn:aws:iam::\(account.id):user/\(name)" }
}
