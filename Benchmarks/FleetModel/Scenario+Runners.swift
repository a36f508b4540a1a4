extension Scenario {
  /// A Humanitec runner with names as its Terraform module gives them. `sharing` takes the suffix,
  /// network and key of another runner: what stays when the runner id changes.
  package mutating func humanitecRunner(
    _ id: String, organisation: String = "acme", in place: Place,
    encryption: Bucket.Encryption = .storageManaged, path: String = "/",
    sharing former: RunnerModel? = nil, loginAddress: String = "198.51.100.24"
  ) -> RunnerModel {
    let suffix = former.map { String($0.loginRole.name.suffix(8)) } ?? generator.hex(8)
    let runner = RunnerModel(
      name: id, account: place.account, region: place.region, providerHost: "oidc.humanitec.dev",
      subject: "\(organisation)+\(id)", sessionName: "\(organisation)-\(id)",
      loginRole: role("\(id)-ecs-task-manager-\(suffix)", in: place.account, path: path),
      origin: Origin(loginAddress, .controlPlane),
      tasks: runnerTasks(
        id, suffix: suffix, in: place, encryption: encryption, path: path, sharing: former?.tasks))
    ledger.add(runner)
    return runner
  }

  private mutating func runnerTasks(
    _ id: String, suffix: String, in place: Place, encryption: Bucket.Encryption, path: String,
    sharing former: RunnerTasks?
  ) -> RunnerTasks {
    RunnerTasks(
      executionRole: role("\(id)-execution-\(suffix)", in: place.account, path: path),
      taskRole: role("\(id)-task-\(suffix)", in: place.account, path: path),
      cluster: "\(id)-cluster-\(suffix)",
      bucket: Bucket(
        account: place.account, region: place.region, name: "\(id)-artifacts",
        encryption: encryption),
      logGroup: "/aws/ecs/\(id)", family: "humanitec_\(id)",
      image: "ghcr.io/humanitec/canyon-runner:v1.12.4",
      subnet: former?.subnet ?? generator.resourceID("subnet"),
      securityGroup: former?.securityGroup ?? generator.resourceID("sg"),
      storageEndpoint: former?.storageEndpoint ?? generator.resourceID("vpce"),
      interfaceEndpoint: former?.interfaceEndpoint ?? generator.resourceID("vpce"),
      network: former?.network ?? generator.number(in: 10...99))
  }

  /// A GitHub Actions workflow that logs in with the default session name.
  package mutating func gitHubRunner(_ subject: String, role: Role, in place: Place)
    -> RunnerModel
  {
    let runner = RunnerModel(
      name: subject, account: place.account, region: place.region,
      providerHost: "token.actions.githubusercontent.com", subject: subject,
      sessionName: "GitHubActions", loginRole: role,
      origin: Origin(generator.publicAddress(), .gitHubAction))
    ledger.add(runner)
    return runner
  }

  /// A Kubernetes service account (EKS); its session names are made of the time.
  package mutating func clusterRunner(_ serviceAccount: String, role name: String, in place: Place)
    -> RunnerModel
  {
    let issuer = generator.hex(32).uppercased()
    let subject = "system:serviceaccount:\(serviceAccount)"
    let runner = RunnerModel(
      name: subject, account: place.account, region: place.region,
      providerHost: "oidc.eks.\(place.region.name).amazonaws.com/id/\(issuer)", subject: subject,
      sessionName: "", loginRole: role(name, in: place.account),
      origin: Origin(generator.publicAddress(), .pod))
    ledger.add(runner)
    return runner
  }

  /// A role with a new id.
  package mutating func role(_ name: String, in account: Account, path: String = "/") -> Role {
    Role(account: account, path: path, name: name, id: generator.roleID())
  }

  /// A customer's KMS key with new ids.
  package mutating func encryptionKey(in place: Place) -> EncryptionKey {
    EncryptionKey(
      account: place.account, region: place.region, id: generator.uuid(),
      materialID: generator.hex(64))
  }

  /// Deletes the runner's roles and makes them again under their names: the ids change. Returns the
  /// runner as it is from then on.
  package mutating func recreateRoles(
    of runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) -> RunnerModel {
    for (number, (_, role)) in runner.roles.enumerated() {
      roleCall("DeleteRole", role, of: runner, by: caller, at: time + number)
    }
    var recreated = runner
    recreated.loginRole.id = generator.roleID()
    recreated.tasks?.executionRole.id = generator.roleID()
    recreated.tasks?.taskRole.id = generator.roleID()
    ledger.replace(runner, with: recreated)
    createRoles(of: recreated, by: caller, at: time + 10)
    return recreated
  }

  /// Makes the runner's roles with their policies, as its Terraform module does.
  package mutating func createRoles(
    of runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) {
    for (number, (kind, role)) in runner.roles.enumerated() {
      let isLogin = kind == .taskManager || kind == .login
      createRole(
        role, trust: isLogin ? runner.loginTrust() : runner.taskTrust(kind), of: runner,
        by: caller, at: time + number)
      if kind == .execution {
        roleCall(
          "AttachRolePolicy", role,
          ["policyArn": "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
          of: runner, by: caller, at: time + 6 + number)
      } else if kind != .login {
        let name = kind == .task ? "task-s3-policy" : "ecs-task-manager-policy"
        roleCall(
          "PutRolePolicy", role,
          [
            "policyName": "\(runner.name)-\(name)",
            "policyDocument": .string(runner.permissions(kind)),
          ], of: runner, by: caller, at: time + 6 + number)
      }
    }
  }
}
