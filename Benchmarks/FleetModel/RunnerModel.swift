/// What a role is to its runner.
package enum RoleKind: String, Sendable {
  /// The role that the web identity assumes: for ECS runners the task manager.
  case taskManager
  /// The role with which ECS starts the runner's tasks.
  case execution
  /// The role that the code in the runner's tasks uses.
  case task
  /// The role of a runner without tasks of its own.
  case login
}

/// A workload that logs in through web identity, and what belongs to it.
package struct RunnerModel: Hashable, Sendable {
  /// Its name in the truth: the runner id of a Humanitec runner, the subject of any other.
  package var name: String
  /// The account of its roles.
  package var account: Account
  /// Where it works.
  package var region: Region
  /// The identity provider's host and path, e.g. `oidc.humanitec.dev`.
  package var providerHost: String
  /// The subject of its tokens.
  package var subject: String
  /// The session name with which it logs in.
  package var sessionName: String
  /// The role it logs in to.
  package var loginRole: Role
  /// Where its logins come from.
  package var origin: Origin
  /// Its ECS side, where it has one.
  package var tasks: RunnerTasks?

  /// A runner with these properties.
  package init(
    name: String, account: Account, region: Region, providerHost: String, subject: String,
    sessionName: String, loginRole: Role, origin: Origin, tasks: RunnerTasks? = nil
  ) {
    self.name = name
    self.account = account
    self.region = region
    self.providerHost = providerHost
    self.subject = subject
    self.sessionName = sessionName
    self.loginRole = loginRole
    self.origin = origin
    self.tasks = tasks
  }

  /// The ARN of the identity provider in the runner's account.
  package var provider: String { "arn:aws:iam::\(account.id):oidc-provider/\(providerHost)" }

  /// Its account and region.
  package var place: Place { Place(account, region) }

  /// What the role it logs in to is called in the truth.
  package var loginKind: RoleKind { tasks == nil ? .login : .taskManager }

  /// Puts `key`, with its new material, in the place of the bucket's key.
  package mutating func use(_ key: EncryptionKey) {
    guard case .customerKey(_, let bucketKeys) = tasks?.bucket.encryption else { return }
    tasks?.bucket.encryption = .customerKey(key, bucketKeys: bucketKeys)
  }

  /// All its roles with what they are to it.
  package var roles: [(kind: RoleKind, role: Role)] {
    guard let tasks else { return [(.login, loginRole)] }
    return [
      (.taskManager, loginRole), (.execution, tasks.executionRole), (.task, tasks.taskRole),
    ]
  }
}

/// The ECS side of a Humanitec runner: the names follow its Terraform module.
package struct RunnerTasks: Hashable, Sendable {
  /// The role with which ECS starts tasks.
  package var executionRole: Role
  /// The role that the code in a task uses.
  package var taskRole: Role
  /// The name of the cluster.
  package var cluster: String
  /// Where the runner keeps its state.
  package var bucket: Bucket
  /// The log group of its tasks.
  package var logGroup: String
  /// The family of its task definitions, `humanitec_…`.
  package var family: String
  /// The image its tasks run.
  package var image: String
  /// The private subnet of its tasks.
  package var subnet: String
  /// The security group of its tasks.
  package var securityGroup: String
  /// The endpoint through which its tasks reach S3.
  package var storageEndpoint: String
  /// The endpoint through which its tasks reach the other services.
  package var interfaceEndpoint: String
  /// The second number of its network's addresses, 10.x.0.0/16.
  package var network: Int

  /// The ARN of the cluster, which is in `account` and `region`.
  package func clusterARN(_ account: Account, _ region: Region) -> String {
    "arn:aws:ecs:\(region.name):\(account.id):cluster/\(cluster)"
  }

  /// The key of the bucket, where the customer owns it.
  package var key: EncryptionKey? {
    guard case .customerKey(let key, _) = bucket.encryption else { return nil }
    return key
  }
}
