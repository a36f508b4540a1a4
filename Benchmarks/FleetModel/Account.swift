/// An AWS account by its twelve digits, which may begin with zeros.
package struct Account: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
  /// The twelve digits.
  package let id: String

  /// The account with this id.
  package init(stringLiteral id: String) { self.id = id }

  /// Order of the ids.
  package static func < (a: Account, b: Account) -> Bool { a.id < b.id }
}

/// An AWS region by its name.
package struct Region: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
  /// `eu-central-1`.
  package let name: String

  /// The region with this name.
  package init(stringLiteral name: String) { self.name = name }

  /// Order of the names.
  package static func < (a: Region, b: Region) -> Bool { a.name < b.name }

  /// Where IAM and the global STS endpoint are logged (domain: global services).
  package static let global: Region = "us-east-1"
}
