import FleetModel

/// What those who answer do in the cases of the verdict table; `by` is the responder if nil.
extension VerdictStory {
  typealias Kind = FleetModel.RoleKind

  /// The three roles, in the order of the chain.
  static let kinds: [Kind] = [.taskManager, .execution, .task]

  /// The role of a kind.
  func role(_ kind: Kind) -> Role {
    runner.roles.first { $0.kind == kind }?.role ?? runner.loginRole
  }

  // MARK: Logs

  mutating func logs(
    _ name: String, _ parameters: JSON = [:], group: String? = nil,
    by caller: FleetModel.Caller? = nil,
    at clock: String
  ) {
    scenario.logGroupCall(
      name, on: group ?? "/aws/ecs/prod-runner", parameters, of: runner, by: caller ?? responder,
      at: Self.at(clock))
  }

  /// A query over the log events between two moments.
  @discardableResult mutating func query(
    from start: String = "06:00", to end: String = "10:00", group: String? = nil, at clock: String
  ) -> String {
    scenario.startQuery(
      [group ?? "/aws/ecs/prod-runner"], from: Self.at(start), to: Self.at(end),
      text: "fields @message", on: runner, by: responder, at: Self.at(clock))
  }

  // MARK: Buckets

  mutating func bucket(
    _ name: String, _ parameters: JSON = [:], on bucket: Bucket? = nil,
    by caller: FleetModel.Caller? = nil,
    at clock: String, error: Record.Failure? = nil
  ) {
    guard let own = runner.tasks?.bucket else { return }
    let target = bucket ?? own
    let caller = caller ?? terraform
    let runner = runner
    guard let error else {
      scenario.bucketCall(
        name, on: target, parameters, by: caller, at: Self.at(clock), of: runner)
      return
    }
    scenario.failing(with: error) {
      _ = $0.bucketCall(name, on: target, parameters, by: caller, at: Self.at(clock), of: runner)
    }
  }

  /// Access logging of the runner's bucket is switched on, or off.
  mutating func setLogging(_ isOn: Bool, by caller: FleetModel.Caller? = nil, at clock: String) {
    let enabled: JSON = ["TargetBucket": "acme-access-logs", "TargetPrefix": "prod-runner/"]
    bucket(
      "PutBucketLogging",
      [
        "BucketLoggingStatus": isOn
          ? ["LoggingEnabled": enabled] : ["xmlns": "http://s3.amazonaws.com/doc/2006-03-01/"]
      ], by: caller, at: clock)
  }

  static func encryption(_ algorithm: String, key: String? = nil) -> JSON {
    let applied: JSON = ["SSEAlgorithm": .string(algorithm)]
    return [
      "ServerSideEncryptionConfiguration": [
        "Rule": [
          "ApplyServerSideEncryptionByDefault": applied.adding(
            "KMSMasterKeyID", key.map(JSON.string))
        ]
      ]
    ]
  }

  // MARK: Roles

  mutating func iam(
    _ name: String, _ request: JSON, response: JSON = .null, by caller: FleetModel.Caller? = nil,
    at clock: String, error: Record.Failure? = nil
  ) {
    call(
      name, of: "iam", request, response: response, by: caller, at: clock, global: true,
      error: error)
  }

  mutating func role(
    _ name: String, _ kind: Kind, _ parameters: JSON = [:], by caller: FleetModel.Caller? = nil,
    at clock: String, error: Record.Failure? = nil
  ) {
    let request: JSON = ["roleName": .string(role(kind).name)]
    iam(name, request.adding(members: parameters), by: caller, at: clock, error: error)
  }

  /// A policy on a role.
  mutating func putPolicy(
    _ kind: Kind, _ name: String, _ document: String, by caller: FleetModel.Caller? = nil,
    at clock: String
  ) {
    role(
      "PutRolePolicy", kind,
      ["policyName": .string(name), "policyDocument": .string(document)], by: caller, at: clock)
  }

  static let denyAll =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#

  /// The policy by which the console ends sessions, on each of some roles, a minute apart.
  mutating func revoke(
    _ kinds: [Kind] = kinds, before limit: String? = nil, by caller: FleetModel.Caller? = nil,
    at clock: String
  ) {
    for (number, kind) in kinds.enumerated() {
      let time = Self.at(clock) + number * 60
      scenario.revokeSessions(
        of: role(kind), issuedBefore: limit.map(Self.at) ?? time, runner: runner,
        by: caller ?? responder, at: time)
    }
  }

  /// A policy on the task role that the responder may not set; as IAM logs it: no parameters, the
  /// role in the message alone.
  mutating func failRevocation(at clock: String) {
    scenario.denied(
      "PutRolePolicy", of: "iam", on: "role \(role(.task).name)", by: responder,
      at: Self.at(clock), in: Self.place.global)
  }

  /// A new runner id, made with Terraform.
  mutating func replace(at clock: String) {
    let successor = scenario.humanitecRunner(
      "prod-runner-2", in: Self.place,
      encryption: runner.tasks?.bucket.encryption ?? .storageManaged, sharing: runner)
    scenario.createRoles(of: successor, by: terraform, at: Self.at(clock))
  }

  mutating func stopTask(at clock: String) {
    guard let rogue else { return }
    scenario.stopTask(rogue, reason: "not ours", by: responder, at: Self.at(clock))
  }

  /// All of step 3.
  mutating func rotate(_ kinds: [Kind] = kinds) {
    stopTask(at: "10:02")
    revoke(kinds, at: "10:05")
    replace(at: "10:10")
  }

  mutating func setTrust(
    _ kind: Kind, to document: String, by caller: FleetModel.Caller? = nil, at clock: String
  ) {
    scenario.updateTrust(
      of: role(kind), to: document, runner: runner, by: caller ?? responder, at: Self.at(clock))
  }

  /// A trust policy of the login role.
  func loginTrust(
    subject: String = "acme+prod-runner", comparison: String = "StringEquals",
    provider: String? = nil, audience: String? = "sts.amazonaws.com"
  ) -> String {
    let host = "oidc.humanitec.dev"
    var keys = subject.isEmpty ? [] : [#""\#(host):sub":"\#(subject)""#]
    if let audience { keys.append(#""\#(host):aud":"\#(audience)""#) }
    return
      #"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"\#(provider ?? runner.provider)"},"Condition":{"\#(comparison)":{\#(keys.joined(separator: ","))}}}]}"#
  }

  // MARK: Keys

  mutating func kms(
    _ name: String, _ parameters: JSON = [:], key other: EncryptionKey? = nil,
    by caller: FleetModel.Caller? = nil, at clock: String
  ) {
    guard let key = other ?? key else { return }
    scenario.keyCall(
      name, on: key, parameters, by: caller ?? responder, at: Self.at(clock), of: runner)
  }

  /// KMS reports the rotation on demand as done.
  mutating func rotated(at clock: String) {
    guard let key else { return }
    _ = scenario.rotateKey(key, at: Self.at(clock), of: runner)
  }

  // MARK: Reviews

  /// GetRole of some roles and a look at the provider.
  mutating func reviewTrust(
    _ kinds: [Kind] = kinds, by caller: FleetModel.Caller? = nil, at clock: String
  ) {
    for (number, kind) in kinds.enumerated() {
      scenario.roleCall(
        "GetRole", role(kind), of: runner, by: caller ?? responder,
        at: Self.at(clock) + number * 20)
    }
    provider("GetOpenIDConnectProvider", by: caller, at: clock)
  }

  /// A call on the runner's provider.
  mutating func provider(
    _ name: String, _ parameters: JSON = [:], by caller: FleetModel.Caller? = nil, at clock: String
  ) {
    let request: JSON = ["openIDConnectProviderArn": .string(runner.provider)]
    iam(name, request.adding(members: parameters), by: caller, at: clock)
  }
}
