internal import Evidence
internal import Sigma

/// What in a log event may matter to an incident.
struct LogIndicators {
  /// What is looked for, whatever the incident.
  enum Kind: String, CaseIterable {
    /// The address from which a task fetches its credentials, or that of the instance's.
    case credentialEndpoint
    /// The ARN of a role session.
    case sessionArn
    /// A refusal by AWS.
    case accessDenied
  }

  private static let texts: [(kind: Kind, texts: [String])] = [
    (
      .credentialEndpoint,
      ["169.254.170.2", "169.254.169.254", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]
    ),
    (.sessionArn, [":assumed-role/"]),
    (.accessDenied, ["AccessDenied", "is not authorized to perform"]),
  ]
  private static let excerptLimit = 1_000
  private static let addressLimit = 16

  /// What was found.
  var kinds: [Kind] = []
  /// Public addresses, in the order of the text, each once; a few of them.
  var addresses: [String] = []

  /// True where nothing was found.
  var isEmpty: Bool { kinds.isEmpty && addresses.isEmpty }

  /// Looks through a text.
  init(in text: String) {
    kinds = Self.texts.filter { entry in entry.texts.contains { text.contains($0) } }.map(\.kind)
    for word in text.split(whereSeparator: { !Self.isOfAddress($0) }) {
      let word = word.trimmingDots
      guard word.count >= 4, word.count <= 45, addresses.count < Self.addressLimit,
        word.contains(".") || word.count(where: { $0 == ":" }) > 1,
        PublicAddress.isPublic(word), !addresses.contains(word)
      else { continue }
      addresses.append(word)
    }
  }

  private static func isOfAddress(_ character: Character) -> Bool {
    character.isASCII && (character.isHexDigit || character == "." || character == ":")
  }

  /// The begin of a text, for people.
  static func excerpt(_ text: String) -> String { String(text.prefix(excerptLimit)) }
}

extension Substring {
  /// The text without points and colons at its ends, and without a port.
  fileprivate var trimmingDots: String {
    var text = self
    while let last = text.last, last == "." || last == ":" { text.removeLast() }
    while let first = text.first, first == "." { text.removeFirst() }
    if text.contains("."), let colon = text.firstIndex(of: ":") { text = text[..<colon] }
    return String(text)
  }
}
