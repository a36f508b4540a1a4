import FoundationEssentials
import GzipStream
import Incident
import Sigma
import Testing

/// A story of one runner, told in records of the shapes that CloudTrail gives them, and what the
/// built-in playbook makes of it.
///
/// Times are `HH:MM:SS` of one day. Every record here is made up.
struct StepStory {
  static let account = "111122223333"
  static let region = "eu-central-1"
  static let provider = "arn:aws:iam::\(account):oidc-provider/oidc.humanitec.dev"
  static let roles = [
    "prod-runner-ecs-task-manager-0a1b2c3d", "prod-runner-execution-0a1b2c3d",
    "prod-runner-task-0a1b2c3d",
  ]
  static let key = "arn:aws:kms:\(region):\(account):key/11111111-2222-3333-4444-555555555555"
  static let group = "/aws/ecs/prod-runner"
  static let bucket = "prod-runner-state"

  var records: [String] = []
  /// Files beside those of the records.
  var beside: [(name: String, text: String)] = []
  private var count = 0

  /// The id that the next record gets.
  var nextID: String { Self.id(count) }

  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  /// Who calls.
  enum Caller {
    /// A role session of a person.
    case responder
    /// A role session of the pipeline that runs Terraform.
    case terraform
    /// A session of the runner: the index of its role, its key, name, time of issuing.
    case session(Int, key: String, name: String, issued: String)
    /// A service.
    case service(String)
    /// The runner's token.
    case subject(String)
    /// A user.
    case user(String)

    var address: String {
      switch self {
      case .responder: "198.51.100.200"
      case .terraform: "198.51.100.201"
      case .session: "10.0.1.17"
      case .service(let name): name
      case .subject: "203.0.113.10"
      case .user: "198.51.100.202"
      }
    }

    var agent: String {
      switch self {
      case .terraform:
        "APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io) terraform-provider-aws"
      case .service(let name): name
      default: "aws-cli/2.15.0"
      }
    }

    var identity: String {
      switch self {
      case .responder:
        StepStory.assumed(
          "incident-responder", "AROARESPONDER0000001", "maria", "ASIARESP", "08:00:00")
      case .terraform:
        StepStory.assumed("platform-deployer", "AROADEPLOYER00000001", "ci", "ASIADEPL", "08:00:00")
      case .session(let role, let key, let name, let issued):
        StepStory.assumed(StepStory.roles[role], "AROARUNNERROLE00000\(role)", name, key, issued)
      case .service(let name): #"{"type":"AWSService","invokedBy":"\#(name)"}"#
      case .subject(let subject):
        #"{"type":"WebIdentityUser","principalId":"\#(StepStory.provider):sts.amazonaws.com:\#(subject)","userName":"\#(subject)","identityProvider":"\#(StepStory.provider)"}"#
      case .user(let name):
        #"{"type":"IAMUser","principalId":"AIDAUSER","arn":"arn:aws:iam::\#(StepStory.account):user/\#(name)","accountId":"\#(StepStory.account)","userName":"\#(name)","accessKeyId":"AKIAUSER"}"#
      }
    }
  }

  static func assumed(
    _ role: String, _ id: String, _ name: String, _ key: String, _ issued: String
  ) -> String {
    #"{"type":"AssumedRole","principalId":"\#(id):\#(name)","arn":"arn:aws:sts::\#(account):assumed-role/\#(role)/\#(name)","accountId":"\#(account)","accessKeyId":"\#(key)","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"\#(id)","arn":"arn:aws:iam::\#(account):role/\#(role)","accountId":"\#(account)","userName":"\#(role)"},"attributes":{"creationDate":"2026-04-14T\#(issued)Z","mfaAuthenticated":"false"}}}"#
  }

  /// Adds a record; `more` are further members.
  @discardableResult mutating func add(
    _ name: String, of service: String, by caller: Caller, at time: String,
    in region: String = region, request: String = "null", response: String = "null",
    error: String? = nil, message: String? = nil, readOnly: Bool = false,
    from address: String? = nil,
    more: String = ""
  ) -> String {
    let failure =
      (error.map { #","errorCode":"\#($0)""# } ?? "")
      + (message.map { #","errorMessage":"\#($0)""# } ?? "")
    let day = time.count > 8 ? time : "2026-04-14T\(time)Z"
    let id = nextID
    records.append(
      #"{"eventVersion":"1.11","userIdentity":\#(caller.identity),"eventTime":"\#(day)","eventSource":"\#(service).amazonaws.com","eventName":"\#(name)","awsRegion":"\#(region)","sourceIPAddress":"\#(address ?? caller.address)","userAgent":"\#(caller.agent)"\#(failure),"requestParameters":\#(request),"responseElements":\#(response),"eventID":"\#(id)","readOnly":\#(readOnly),"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"\#(Self.account)"\#(more.contains("eventCategory") ? "" : #","eventCategory":"Management""#)\#(more)}"#
    )
    count += 1
    return id
  }

  /// Changes the text of the last record.
  mutating func replaceLast(_ text: String, with other: String) {
    records[records.count - 1] = records[records.count - 1].replacing(text, with: other)
  }

  // MARK: Result

  /// Analyses the story with the built-in playbook, or another.
  func analyze(
    _ playbook: Playbook? = Playbook.builtIn(named: "rotation"), files: Int = 3,
    findings detections: DetectionPack? = nil, baseline: Baseline = Baseline(),
    isClean: Bool = false, concludes: Bool = true, inventory: [InventoryFile] = [],
    spent: SpentItems<TimelineEntry?>? = nil,
    observe: (Analyzer.Observation) -> Void = { _ in }
  ) throws -> Analyzer.Result {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "trailscan-steps-\(UUID())")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    for file in 0..<files {
      let part = records.enumerated().filter { $0.offset % files == file }.map(\.element)
      let text = "{\"Records\":[" + part.joined(separator: ",") + "]}"
      try Data(text.utf8).write(to: folder.appending(path: "\(file).json"))
    }
    for file in beside {
      let place = folder.appending(path: file.name)
      try manager.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: place)
    }
    var analyzer = Analyzer(
      playbook: try #require(playbook), temporaryFolder: FilePath(manager.temporaryDirectory.path))
    analyzer.detections = detections
    analyzer.baseline = baseline
    analyzer.isClean = isClean
    analyzer.concludes = concludes
    analyzer.inventory = inventory
    analyzer.spent = spent
    let found = LogFinder.find([folder.path])
    return try analyzer.run(LogScan(files: found.files, jobs: 2), observe: observe)
  }

  /// The verdict of a step for the runner.
  func verdict(
    _ step: String, for runner: String = "prod-runner", of playbook: String = "rotation"
  ) throws -> StepVerdict {
    let steps = try analyze(Playbook.builtIn(named: playbook)).steps
    return try #require(steps.first { $0.step == step && $0.runner == runner })
  }
}
