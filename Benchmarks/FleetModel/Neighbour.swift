/// Somebody else in the accounts of the runners: not watched, but in the logs.
package struct Neighbour: Sendable {
  /// What kind of somebody.
  package enum Kind: CaseIterable, Sendable {
    /// An EC2 instance with its role.
    case instance
    /// A Lambda function with its role.
    case function
    /// A person, signed in to the console.
    case person
    /// A user with a long-term key.
    case user
  }

  let kind: Kind
  let place: Place
  private let role: Role
  private let user: User
  private let name: String
  private let origin: Origin
  private var credential: Credential?

  /// A neighbour of that kind with new ids.
  package init(_ kind: Kind, in place: Place, of scenario: inout Scenario) {
    self.kind = kind
    self.place = place
    let number = scenario.generator.hex(4)
    (name, origin) = Self.nameAndOrigin(kind, of: &scenario)
    let isPerson = kind == .person
    role = scenario.role(
      isPerson ? "AWSReservedSSO_PowerUserAccess_\(scenario.generator.hex(16))" : "app-\(number)",
      in: place.account,
      path: isPerson ? "/aws-reserved/sso.amazonaws.com/eu-central-1/" : "/")
    user = User(
      account: place.account, name: "svc-\(number)", id: scenario.generator.userID(),
      accessKeyID: scenario.generator.userKeyID())
  }

  private static func nameAndOrigin(_ kind: Kind, of scenario: inout Scenario) -> (String, Origin) {
    let people = ["ana.souza", "bjørn.dahl", "chloé.martin", "deniz.kaya", "eva.novak"]
    switch kind {
    case .instance:
      return (
        scenario.generator.resourceID("i"),
        Origin(
          scenario.generator.privateAddress(network: 200),
          .exactly("aws-sdk-go/1.55.6 (go1.22.7; linux; amd64) amazon-ssm-agent/3.3.1611.0"),
          through: scenario.generator.resourceID("vpce"))
      )
    case .function:
      return (
        "orders-\(scenario.generator.hex(6))",
        Origin(
          scenario.generator.publicAddress(),
          .exactly(
            "Boto3/1.37.3 md/Botocore#1.37.3 ua/2.0 os/linux#5.10.233-243.887.amzn2.x86_64 "
              + "md/arch#x86_64 lang/python#3.12.9 exec-env/AWS_Lambda_python3.12"))
      )
    case .person: return (scenario.generator.pick(people), publicOrigin(.console, of: &scenario))
    case .user:
      return ("", publicOrigin(scenario.generator.pick([.shell, .terraform]), of: &scenario))
    }
  }

  /// Some come with IPv6 addresses, of the range for documentation.
  private static func publicOrigin(_ program: Program, of scenario: inout Scenario) -> Origin {
    guard scenario.generator.chance(perMille: 300) else {
      return Origin(scenario.generator.publicAddress(), program)
    }
    let tail = "\(scenario.generator.hex(4)):\(scenario.generator.hex(4))"
    return Origin("2001:db8:85a3:8d3:1319:8a2e:\(tail)", program)
  }

  /// The neighbour with credentials that are valid at `time`; getting new ones is logged.
  mutating func caller(at time: Timestamp, in scenario: inout Scenario) -> Caller {
    if kind == .user { return Caller(.user(user), from: origin) }
    if let credential, credential.issuedAt <= time, time < credential.expiresAt {
      return Caller(credential, from: origin)
    }
    let fresh: Credential
    switch kind {
    case .person: fresh = scenario.singleSignOn(role, person: name, at: time, from: origin)
    case .instance:
      fresh = scenario.serviceAssumesRole(
        role, session: name, service: "ec2.amazonaws.com", at: time, in: place.region,
        lifetime: 21_600)
    case .function, .user:
      fresh = scenario.serviceAssumesRole(
        role, session: name, service: "lambda.amazonaws.com", at: time, in: place.region,
        lifetime: 43_200)
    }
    credential = fresh
    return Caller(fresh, from: origin)
  }
}
