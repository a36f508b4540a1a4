/// What makes a call, and so what it says in `userAgent`.
package enum Program: Hashable, Sendable {
  /// The control plane of the runners.
  case controlPlane
  /// The code in a runner's task.
  case task
  /// The agent with which ECS starts tasks.
  case agent
  /// Terraform with the AWS provider.
  case terraform
  /// A person's shell on a laptop.
  case shell
  /// The shell of an attacker's machine.
  case attackerShell
  /// The web console.
  case console
  /// The GitHub action that logs in, and the steps after it.
  case gitHubAction
  /// A program in a Kubernetes pod.
  case pod
  /// Text that does not depend on the call, such as the name of a service.
  case exactly(String)

  /// `userAgent` in a call of `operation` to `source`, e.g. `s3.amazonaws.com`.
  package func userAgent(source: String, operation: String) -> String {
    let service = String(source.prefix { $0 != "." })
    let text =
      switch self {
      case .controlPlane:
        "aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24.1 md/GOOS#linux md/GOARCH#amd64 "
          + "api/\(service)#1.38.17 m/g"
      case .task:
        "aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24.1 md/GOOS#linux md/GOARCH#arm64 "
          + "exec-env/AWS_ECS_FARGATE api/\(service)#1.79.0 m/g"
      case .agent: "aws-sdk-go-v2/1.32.8 os/linux lang/go#1.22.12 api/\(service)#1.37.1 fargate"
      case .terraform: Self.terraformProvider + service
      case .shell: Self.laptop + "md/command#\(service).\(Self.kebab(operation))"
      case .attackerShell: Self.attacker + "command/\(service).\(Self.kebab(operation))"
      case .console: Self.browser
      case .gitHubAction: Self.action
      case .pod: "aws-sdk-go/1.55.6 (go1.23.4; linux; amd64) external-dns/v0.15.1"
      case .exactly(let text): text
      }
    // S3 alone puts what direct callers say into brackets.
    return source == "s3.amazonaws.com" && !isService ? "[\(text)]" : text
  }

  private var isService: Bool {
    guard case .exactly(let text) = self else { return false }
    return text.hasSuffix(".amazonaws.com") || text == "AWS Internal"
  }

  private static let terraformProvider =
    "APN/1.0 HashiCorp/1.0 Terraform/1.11.2 (+https://www.terraform.io) "
    + "terraform-provider-aws/5.91.0 (+https://registry.terraform.io/providers/hashicorp/aws) "
    + "aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.7 md/GOOS#linux md/GOARCH#amd64 api/"
  private static let laptop =
    "aws-cli/2.24.20 md/awscrt#0.23.8 ua/2.1 os/macos#24.3.0 md/arch#arm64 lang/python#3.12.9 "
    + "md/pyimpl#CPython md/prompt#off "
  private static let attacker =
    "aws-cli/2.15.30 Python/3.11.8 Linux/6.6.9-kali1-amd64 exe/x86_64.kali.2024 prompt/off "
  private static let browser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    + "Chrome/134.0.0.0 Safari/537.36"
  private static let action =
    "aws-sdk-js/3.664.0 ua/2.0 os/linux#6.8.0-1021-azure lang/js md/nodejs#20.18.3 "
    + "m/E,N configure-aws-credentials-for-github-actions"

  /// `RunTask` as `run-task`.
  private static func kebab(_ operation: String) -> String {
    var text = ""
    for letter in operation {
      if letter.isUppercase && !text.isEmpty { text.append("-") }
      text.append(contentsOf: letter.lowercased())
    }
    return text
  }
}
