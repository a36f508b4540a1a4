/// The Terraform state of a Humanitec runner, version 4, as its module would leave it.
package struct TerraformState: Sendable {
  /// The runner.
  package var runner: RunnerModel
  /// `force_destroy` of the bucket.
  package var forceDestroy = false
  /// What replaces the unique ids of roles, by name: roles that were made again since.
  package var roleIDs: [String: String] = [:]
  /// The subject in the trust policy of the login role, where it is not the runner's.
  package var subject: String?
  /// How the trust policy compares the subject.
  package var comparison = "StringEquals"

  /// The thumbprints of the provider; the module sets none.
  package var thumbprints: [String] = []
  /// True for a security group that lets everything out, as Terraform's examples do.
  package var opensEverything = false
  /// The tags of roles and bucket.
  package var tags: [String] = ["ManagedBy"]
  /// The policy that bounds the permissions of the roles, by ARN.
  package var boundary = ""
  /// The path of the roles, where it is not their own.
  package var path: String?
  /// True where the log group has the key of the bucket.
  package var encryptsLogs = false

  /// The state of a runner.
  package init(of runner: RunnerModel) { self.runner = runner }

  /// The file.
  package var text: String {
    JSON.object([
      ("version", 4), ("terraform_version", "1.12.2"), ("serial", 7),
      ("lineage", "0b1f4a52-0000-4000-8000-000000000001"), ("outputs", .object([])),
      ("resources", .array(resources)), ("check_results", .null),
    ]).text
  }

  private var resources: [JSON] {
    var list = runner.roles.map { resource("aws_iam_role", "\($0.kind)", role($0.role, $0.kind)) }
    list.append(
      resource(
        "aws_iam_openid_connect_provider", "oidc",
        [
          "arn": .string(runner.provider), "url": .string(runner.providerHost),
          "client_id_list": ["sts.amazonaws.com"],
          "thumbprint_list": .array(thumbprints.map(JSON.string)),
        ]))
    guard let tasks = runner.tasks else { return list }
    list.append(
      resource(
        "aws_s3_bucket", "state",
        [
          "arn": .string(tasks.bucket.arn), "bucket": .string(tasks.bucket.name),
          "id": .string(tasks.bucket.name), "force_destroy": .bool(forceDestroy),
          "versioning": [["enabled": true, "mfa_delete": false]], "tags_all": tagsJSON,
        ]))
    list.append(
      resource(
        "aws_ecs_cluster", "main",
        [
          "arn": .string(tasks.clusterARN(runner.account, runner.region)),
          "name": .string(tasks.cluster),
          "setting": [["name": "containerInsights", "value": "enabled"]],
        ]))
    list.append(
      resource(
        "aws_cloudwatch_log_group", "logs",
        [
          "name": .string(tasks.logGroup), "retention_in_days": 90,
          "kms_key_id": .string(encryptsLogs ? tasks.key?.arn ?? "" : ""),
        ]))
    list += network(tasks)
    if let key = tasks.key { list += encryption(of: tasks.bucket, key) }
    list.append(resource("platform-orchestrator_serverless_ecs_runner", "runner", job(tasks)))
    return list
  }

  private var tagsJSON: JSON { .object(tags.map { ($0, "terraform") }) }

  private func encryption(of bucket: Bucket, _ key: EncryptionKey) -> [JSON] {
    [
      resource("aws_kms_key", "state", ["arn": .string(key.arn), "key_id": .string(key.id)]),
      resource(
        "aws_s3_bucket_server_side_encryption_configuration", "state",
        [
          "id": .string(bucket.name), "bucket": .string(bucket.name),
          "rule": [
            [
              "apply_server_side_encryption_by_default": [
                ["sse_algorithm": "aws:kms", "kms_master_key_id": .string(key.arn)]
              ], "bucket_key_enabled": false,
            ]
          ],
        ]),
    ]
  }

  private func network(_ tasks: RunnerTasks) -> [JSON] {
    let rule: JSON =
      opensEverything
      ? ["protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]]
      : ["protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]]
    return [
      resource(
        "aws_security_group", "tasks",
        [
          "id": .string(tasks.securityGroup), "name": "tasks", "ingress": [], "egress": [rule],
        ]),
      resource(
        "aws_vpc_endpoint", "ecr",
        [
          "id": .string(tasks.interfaceEndpoint), "vpc_endpoint_type": "Interface",
          "service_name": .string("com.amazonaws.\(runner.region.name).ecr.api"),
          "subnet_ids": [.string(tasks.subnet)],
        ]),
    ]
  }

  private func job(_ tasks: RunnerTasks) -> JSON {
    [
      "id": .string(runner.name),
      "runner_configuration": [
        "auth": ["role_arn": .string(runner.loginRole.arn), "session_name": .null],
        "job": [
          "region": .string(runner.region.name), "cluster": .string(tasks.cluster),
          "execution_role_arn": .string(tasks.executionRole.arn),
          "task_role_arn": .string(tasks.taskRole.arn), "subnets": [.string(tasks.subnet)],
          "security_groups": [.string(tasks.securityGroup)], "is_public_ip_enabled": false,
        ],
      ],
      "state_storage_configuration": [
        "type": "s3", "s3_configuration": ["bucket": .string(tasks.bucket.name)],
      ],
    ]
  }

  private func role(_ role: Role, _ kind: RoleKind) -> JSON {
    [
      "arn": .string(role.arn), "name": .string(role.name), "path": .string(path ?? role.path),
      "unique_id": .string(roleIDs[role.name] ?? role.id),
      "permissions_boundary": .string(boundary),
      "tags_all": tagsJSON,
      "max_session_duration": 3600, "assume_role_policy": .string(trust(kind).text),
    ]
  }

  private func trust(_ kind: RoleKind) -> JSON {
    let statement: JSON =
      switch kind {
      case .taskManager, .login:
        [
          "Action": "sts:AssumeRoleWithWebIdentity", "Effect": "Allow",
          "Principal": ["Federated": .string(runner.provider)],
          "Condition": .object([
            (
              comparison,
              .object([
                ("\(runner.providerHost):aud", "sts.amazonaws.com"),
                ("\(runner.providerHost):sub", .string(subject ?? runner.subject)),
              ])
            )
          ]),
        ]
      case .execution, .task:
        [
          "Action": "sts:AssumeRole", "Effect": "Allow",
          "Principal": ["Service": "ecs-tasks.amazonaws.com"],
        ]
      }
    return ["Version": "2012-10-17", "Statement": [statement]]
  }

  private func resource(_ type: String, _ name: String, _ attributes: JSON) -> JSON {
    [
      "module": "module.ecs_runner", "mode": "managed", "type": .string(type),
      "name": .string(name), "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
      "instances": [
        ["schema_version": 0, "attributes": attributes, "sensitive_attributes": []]
      ],
    ]
  }
}
