/// Where a call comes from: an address (or a service's name), a program, perhaps a VPC endpoint.
package struct Origin: Hashable, Sendable {
  /// IPv4, IPv6, the name of a service, or `AWS Internal`.
  package var address: String
  /// What makes the call.
  package var program: Program
  /// The VPC endpoint that the call takes, `vpce-…`.
  package var endpoint: String?

  /// An origin with these properties.
  package init(_ address: String, _ program: Program, through endpoint: String? = nil) {
    self.address = address
    self.program = program
    self.endpoint = endpoint
  }

  /// The same place with another program.
  package func with(_ program: Program) -> Origin { Origin(address, program, through: endpoint) }

  /// An AWS service, which puts its name in the place of both address and program.
  package static func service(_ name: String) -> Origin { Origin(name, .exactly(name)) }
}

/// Who makes a call, and from where.
package struct Caller: Hashable, Sendable {
  /// Who.
  package var actor: Actor
  /// From where.
  package var origin: Origin

  /// A caller with these properties.
  package init(_ actor: Actor, from origin: Origin) {
    self.actor = actor
    self.origin = origin
  }

  /// The holder of `credential`.
  package init(_ credential: Credential, from origin: Origin) {
    self.init(.session(credential), from: origin)
  }

  /// An AWS service on its own behalf.
  package static func service(_ name: String) -> Caller {
    Caller(.service(name), from: .service(name))
  }
}

/// The account and region where a call is made and recorded.
package struct Place: Hashable, Comparable, Sendable {
  /// The account whose trail gets the record.
  package var account: Account
  /// The region.
  package var region: Region

  /// A place with these properties.
  package init(_ account: Account, _ region: Region) {
    self.account = account
    self.region = region
  }

  /// The same account where global services are recorded.
  package var global: Place { Place(account, .global) }

  /// By account, then by region.
  package static func < (a: Place, b: Place) -> Bool {
    a.account == b.account ? a.region < b.region : a.account < b.account
  }
}
