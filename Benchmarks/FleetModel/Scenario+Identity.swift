extension Scenario {
  /// An IAM call on a role of `runner`, e.g. GetRole or DeleteRole; IAM is logged in us-east-1.
  @discardableResult package mutating func roleCall(
    _ name: String, _ role: Role, _ parameters: JSON = [:], response: JSON = .null,
    of runner: RunnerModel? = nil, by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record(name, of: "iam", by: caller, at: time, in: Place(role.account, .global))
    record.request = (["roleName": .string(role.name)] as JSON).adding(members: parameters)
    record.response = response
    return emit(record, runner.map { ownOrResource(caller, $0, record.source, why: .roleName) })
  }

  /// CreateRole with a trust policy; the response holds it again, URL-encoded.
  @discardableResult package mutating func createRole(
    _ role: Role, trust: String, of runner: RunnerModel? = nil, by caller: Caller,
    at time: Timestamp
  ) -> String {
    let response: JSON = [
      "role": [
        "path": .string(role.path), "roleName": .string(role.name), "roleId": .string(role.id),
        "arn": .string(role.arn), "createDate": .string(time.spelledOut),
        "assumeRolePolicyDocument": .string(Self.percentEncoded(trust)),
      ]
    ]
    return roleCall(
      "CreateRole", role,
      [
        "path": .string(role.path), "assumeRolePolicyDocument": .string(trust),
        "maxSessionDuration": 3600, "tags": [["key": "ManagedBy", "value": "terraform"]],
      ],
      response: response, of: runner, by: caller, at: time)
  }

  /// PutRolePolicy with the policy by which the console revokes sessions: all that was issued
  /// before `limit` is denied everything.
  @discardableResult package mutating func revokeSessions(
    of role: Role, issuedBefore limit: Timestamp, runner: RunnerModel, by caller: Caller,
    at time: Timestamp
  ) -> String {
    let document: JSON = [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": "Deny", "Action": ["*"], "Resource": ["*"],
          "Condition": [
            "DateLessThan": ["aws:TokenIssueTime": .string(limit.iso.dropLast() + ".000Z")]
          ],
        ]
      ],
    ]
    return roleCall(
      "PutRolePolicy", role,
      [
        "policyName": "AWSRevokeOlderSessions",
        "policyDocument": .string(JSONWriter.text(of: document)),
      ], of: runner, by: caller, at: time)
  }

  /// UpdateAssumeRolePolicy.
  @discardableResult package mutating func updateTrust(
    of role: Role, to trust: String, runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) -> String {
    roleCall(
      "UpdateAssumeRolePolicy", role, ["policyDocument": .string(trust)], of: runner, by: caller,
      at: time)
  }

  /// Any other IAM call of the account, e.g. GetOpenIDConnectProvider.
  @discardableResult package mutating func identityCall(
    _ name: String, _ parameters: JSON, response: JSON = .null, of runner: RunnerModel? = nil,
    in account: Account, by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record(name, of: "iam", by: caller, at: time, in: Place(account, .global))
    record.request = parameters
    record.response = response
    return emit(record, runner.map { ownOrResource(caller, $0, record.source) })
  }

  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension RunnerModel {
  /// The trust policy of the role it logs in to, with another subject or effect.
  package func loginTrust(subject: String? = nil, effect: String = "Allow") -> String {
    JSONWriter.text(of: [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": .string(effect), "Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": ["Federated": .string(provider)],
          "Condition": [
            "StringEquals": .object([
              ("\(providerHost):aud", "sts.amazonaws.com"),
              ("\(providerHost):sub", .string(subject ?? self.subject)),
            ])
          ],
        ]
      ],
    ])
  }

  /// The trust policy of its task and execution roles; the task role also trusts the task manager.
  package func taskTrust(_ kind: RoleKind) -> String {
    let service: JSON = ["Service": "ecs-tasks.amazonaws.com"]
    let principal = kind == .task ? service.adding("AWS", .string(loginRole.arn)) : service
    return JSONWriter.text(of: [
      "Version": "2012-10-17",
      "Statement": [["Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal]],
    ])
  }

  /// The inline policy of a role, as the module writes it.
  package func permissions(_ kind: RoleKind) -> String {
    guard let tasks else { preconditionFailure("\(name) has no cluster") }
    let statement: JSON =
      kind == .taskManager
      ? [
        "Effect": "Allow",
        "Action": [
          "ecs:RunTask", "ecs:DescribeTasks", "ecs:ListTasks", "ecs:RegisterTaskDefinition",
          "ecs:DeregisterTaskDefinition", "ecs:TagResource",
        ], "Resource": "*",
      ]
      : [
        "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
        "Resource": [.string(tasks.bucket.arn), "\(tasks.bucket.arn)/*"],
      ]
    return JSONWriter.text(of: ["Version": "2012-10-17", "Statement": [statement]])
  }
}
