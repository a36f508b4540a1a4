/// A task that RunTask started.
package struct RunningTask: Hashable, Sendable {
  /// 32 hexadecimal digits, or a UUID in accounts with the old format.
  package var id: String
  /// The ARN, which holds the cluster's name in the new format only.
  package var arn: String
  /// The runner whose cluster it is in.
  package var runner: RunnerModel
  /// The role its code uses; an override may have changed it.
  package var taskRole: Role
  /// The role with which it is started.
  package var executionRole: Role
  /// The address of its network interface.
  package var address: String
  /// The id of the attachment that links RunTask and CreateNetworkInterface.
  package var attachment: String
  /// The RunTask event.
  package var runTaskEventID: String
  /// The access key of the session that called RunTask, if a session did.
  package var startedBy: String?
  /// When RunTask was called.
  package var startedAt: Timestamp
}

/// The two credentials that ECS gets for one task, in the same second and with the same name.
package struct TaskCredentials: Sendable {
  /// For the code in the task.
  package var task: Credential
  /// For ECS, to start the task.
  package var execution: Credential
}
