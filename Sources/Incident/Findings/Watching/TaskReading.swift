internal import CloudTrail
internal import Sigma

/// What the record of a task definition, of the start of a task, or of a secret says.
struct TaskReading {
  private let record: MappedRecord?
  private static let hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"
  private static let telling = [
    "secret", "token", "password", "passwd", "apikey", "api_key", "_key",
  ]

  init(_ view: EventView) { record = view.record }

  private func texts(_ path: FieldPath) -> [String] { record?.texts(of: path) ?? [] }

  /// Where what is asked for stands; read once, not for each task.
  private enum Path {
    private static let containers = "requestParameters.containerDefinitions"
    static let images = FieldPath("\(containers).image")
    static let startedImages = FieldPath("responseElements.tasks.containers.image")
    static let logDrivers = FieldPath("\(containers).logConfiguration.logDriver")
    static let secrets = FieldPath("\(containers).secrets.valueFrom")
    static let variables = FieldPath("\(containers).environment.name")
    static let values = FieldPath("\(containers).environment.value")
    static let taskRole = FieldPath("requestParameters.overrides.taskRoleArn")
    static let executionRole = FieldPath("requestParameters.overrides.executionRoleArn")
    private static let network = "requestParameters.networkConfiguration.awsvpcConfiguration"
    static let subnets = FieldPath("\(network).subnets")
    static let securityGroups = FieldPath("\(network).securityGroups")
    static let readSecrets = ["secretId", "secretIdList", "name", "names"].map {
      FieldPath("requestParameters.\($0)")
    }
  }

  /// The family of a definition.
  var family: String { record?.request("family") ?? "" }

  /// The images of a definition.
  var images: [String] { texts(Path.images) }

  /// The images of the tasks that were started.
  var startedImages: [String] { texts(Path.startedImages) }

  /// True where a container writes logs.
  var hasLogs: Bool { !texts(Path.logDrivers).isEmpty }

  /// Where the secrets of a definition are.
  var secrets: [String] { texts(Path.secrets) }

  /// The names of variables that look like secrets and have a value that is not hidden.
  var clearSecrets: [String] {
    let names = texts(Path.variables)
    let values = texts(Path.values)
    guard names.count == values.count else { return [] }
    return zip(names, values).filter { name, value in
      let name = name.lowercased()
      return !value.isEmpty && value != Self.hidden && Self.telling.contains { name.contains($0) }
    }.map(\.0)
  }

  /// The roles that a start names in place of those of the definition.
  var taskRole: String? { texts(Path.taskRole).first }
  var executionRole: String? { texts(Path.executionRole).first }

  /// The cluster by name, and the network that a start asks for.
  var cluster: String { record?.request("cluster").map(ResourceName.cluster) ?? "default" }
  var subnets: [String] { texts(Path.subnets) }
  var securityGroups: [String] { texts(Path.securityGroups) }

  /// The secrets and parameters that are read.
  var readSecrets: [String] { Path.readSecrets.flatMap { texts($0) } }

  /// An image without its tag or digest.
  static func repository(of image: String) -> String {
    let parts = image.utf8.split(separator: UInt8(ascii: "@"), maxSplits: 1)
    let plain = parts.first ?? image.utf8[...]
    guard let colon = plain.lastIndex(of: UInt8(ascii: ":")),
      !plain[colon...].contains(UInt8(ascii: "/"))
    else { return String(Substring(plain)) }
    return String(Substring(plain[..<colon]))
  }
}

extension EventView {
  /// True for an image of one of the playbook's registries; one in ECR must be of these accounts.
  func allows(image: String, accounts: Set<String>) -> Bool {
    guard registries.contains(where: { Wildcard($0).matches(image) }) else { return false }
    guard JSONText.contains(image, Self.ecrHost),
      let account = image.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1).first
        .map({ String(Substring($0)) })
    else { return true }
    return accounts.contains(account) || account == self.account
  }

  private static let ecrHost = Array(".dkr.ecr.".utf8)
}
