/// Puts an event into one short sentence for people.
enum Summary {
  /// What it tells of a caller.
  struct Caller {
    /// The name of a user, the subject of a login.
    var userName: String?
    /// The service that called on behalf of somebody.
    var service: String?
  }

  /// What it tells of the session whose credential an event issued.
  struct Issued {
    var id: String
    /// The task that it is for.
    var task: String?
  }

  /// The sentence for `event`, made by `name` of `service`.
  static func text(
    of event: Event, service: String, name: String, error: String?, caller: Caller,
    issued: Issued?
  ) -> String {
    let what = success(of: event, service: service, name: name, caller, issued)
    guard let error else { return what }
    return "\(name)\(event.resource.isEmpty ? "" : " \(short(event.resource))"): \(error)"
  }

  private static func success(
    of event: Event, service: String, name: String, _ caller: Caller, _ issued: Issued?
  ) -> String {
    let resource = short(event.resource)
    switch (service, name) {
    case ("sts.amazonaws.com", "AssumeRoleWithWebIdentity"):
      let subject = caller.userName ?? "an unnamed subject"
      return "login of \(subject) into \(resource)\(session(issued))"
    case ("sts.amazonaws.com", "AssumeRole"):
      if caller.service == "ecs-tasks.amazonaws.com" {
        return "credentials of \(resource) for task \(issued?.task ?? "?")\(session(issued))"
      }
      return "AssumeRole \(resource)\(session(issued))"
    case ("ecs.amazonaws.com", "RunTask"):
      if event.startedNothing { return "RunTask started nothing" }
      let tasks = event.mentions.count { $0.kind == .task }
      return tasks > 1 ? "RunTask started \(tasks) tasks" : "RunTask started \(resource)"
    case ("kms.amazonaws.com", _) where !event.contextArn.isEmpty:
      return "\(name) for \(short(event.contextArn))"
    default:
      return resource.isEmpty ? name : "\(name) \(resource)"
    }
  }

  private static func session(_ issued: Issued?) -> String {
    issued.map { " as session \($0.id)" } ?? ""
  }

  /// What tells a resource apart, without the head of its ARN.
  private static func short(_ resource: String) -> String {
    ResourceName.resource(ofArn: resource) ?? resource
  }
}
