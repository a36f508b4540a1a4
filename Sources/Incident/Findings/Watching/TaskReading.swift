internal import CloudTrail

/// What the record of a task definition, of the start of a task, or of a secret says.
struct TaskReading {
  private let record: MappedRecord?
  private static let containers = "requestParameters.containerDefinitions"
  private static let hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"
  private static let telling = [
    "secret", "token", "password", "passwd", "apikey", "api_key", "_key",
  ]

  init(_ view: EventView) { record = view.record }

  private func texts(_ field: String) -> [String] { record?.texts(of: field) ?? [] }

  /// The family of a definition.
  var family: String { record?.request("family") ?? "" }

  /// The images of a definition.
  var images: [String] { texts("\(Self.containers).image") }

  /// The images of the tasks that were started.
  var startedImages: [String] { texts("responseElements.tasks.containers.image") }

  /// True where a container writes logs.
  var hasLogs: Bool { !texts("\(Self.containers).logConfiguration.logDriver").isEmpty }

  /// Where the secrets of a definition are.
  var secrets: [String] { texts("\(Self.containers).secrets.valueFrom") }

  /// The names of variables that look like secrets and have a value that is not hidden.
  var clearSecrets: [String] {
    let names = texts("\(Self.containers).environment.name")
    let values = texts("\(Self.containers).environment.value")
    guard names.count == values.count else { return [] }
    return zip(names, values).filter { name, value in
      let name = name.lowercased()
      return !value.isEmpty && value != Self.hidden && Self.telling.contains { name.contains($0) }
    }.map(\.0)
  }

  /// The roles that a start names in place of those of the definition.
  var taskRole: String? { texts("requestParameters.overrides.taskRoleArn").first }
  var executionRole: String? { texts("requestParameters.overrides.executionRoleArn").first }

  /// The cluster by name, and the network that a start asks for.
  var cluster: String { record?.request("cluster").map(ResourceName.cluster) ?? "default" }
  var subnets: [String] { texts("\(Self.network).subnets") }
  var securityGroups: [String] { texts("\(Self.network).securityGroups") }
  private static let network = "requestParameters.networkConfiguration.awsvpcConfiguration"

  /// The secrets and parameters that are read.
  var readSecrets: [String] {
    ["secretId", "secretIdList", "name", "names"].flatMap { texts("requestParameters.\($0)") }
  }

  /// An image without its tag or digest.
  static func repository(of image: String) -> String {
    let plain = image.split(separator: "@").first.map(String.init) ?? image
    guard let colon = plain.lastIndex(of: ":"), !plain[colon...].contains("/") else { return plain }
    return String(plain[..<colon])
  }
}

extension EventView {
  /// True for an image of one of the playbook's registries; one in ECR must be of these accounts.
  func allows(image: String, accounts: Set<String>) -> Bool {
    guard registries.contains(where: { Wildcard($0).matches(image) }) else { return false }
    guard image.contains(".dkr.ecr."), let account = image.split(separator: ".").first else {
      return true
    }
    return accounts.contains(String(account)) || account == self.account
  }
}
