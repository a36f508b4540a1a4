internal import CloudTrail
internal import Sigma

/// What others have seen attackers use: addresses, keys, ARNs, user agents.
///
/// Immutable; any number of threads may ask.
package struct IndicatorList: Sendable {
  /// What an indicator is compared with.
  package enum Kind: String, CaseIterable, Sendable {
    /// A source address, or a range of them.
    case address
    /// An access key, used, issued or acted upon; or the unique id of an identity.
    case key
    /// A caller, the role behind it, or a resource; wildcards count.
    case arn
    /// A part of the user agent.
    case agent
  }

  /// One of them.
  package struct Indicator: Equatable, Sendable {
    package let kind: Kind
    /// As written.
    package let text: String
    /// Where it comes from, or what it is, in the words of the list.
    package let note: String?

    /// The indicator in words, as findings show it.
    var words: String { "\(kind == .agent ? "user agent" : kind.rawValue) \(noted)" }

    /// The text and where it comes from.
    var noted: String { text + (note.map { " (\($0))" } ?? "") }
  }

  /// All of them, in the order of the files.
  package private(set) var indicators: [Indicator] = []
  private var networks: [(range: NetworkRange, number: Int)] = []
  private var addresses: [NetworkRange: Int] = [:]
  private var keys: [String: Int] = [:]
  private var arns: [(pattern: TextPattern, number: Int)] = []
  private var agents: [(pattern: TextPattern, number: Int)] = []

  /// No indicators.
  package init() {}

  /// True where there is nothing to look for.
  package var isEmpty: Bool { indicators.isEmpty }
  var hasKeys: Bool { !keys.isEmpty }
  var hasArns: Bool { !arns.isEmpty }
  var hasAddresses: Bool { !addresses.isEmpty || !networks.isEmpty }

  /// Adds an indicator; false where the text is none of its kind.
  mutating func add(_ indicator: Indicator) -> Bool {
    let number = indicators.count
    let text = indicator.text
    switch indicator.kind {
    case .address:
      guard let range = NetworkRange(text) else { return false }
      if text.contains("/") {
        networks.append((range, number))
      } else {
        addresses[range] = addresses[range] ?? number
      }
    case .key: keys[text.lowercased()] = keys[text.lowercased()] ?? number
    case .arn: arns.append((TextPattern(text), number))
    case .agent:
      let literal = text.map { "*?\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
      agents.append((TextPattern("*\(literal)*"), number))
    }
    indicators.append(indicator)
    return true
  }

  /// Adds all indicators of another list.
  package mutating func add(_ other: IndicatorList) {
    for indicator in other.indicators { _ = add(indicator) }
  }

  // MARK: Asking

  func numbers(ofAddress text: String) -> [Int] {
    let bytes = Array(text.utf8)
    let single = NetworkRange(text).flatMap { addresses[$0] }
    return [single].compactMap { $0 }
      + networks.filter { $0.range.contains(bytes.span, 0..<bytes.count) }.map(\.number)
  }

  func numbers(ofKey text: String) -> [Int] {
    keys[text.lowercased()].map { [$0] } ?? []
  }

  func numbers(ofName text: String) -> [Int] {
    arns.filter { $0.pattern.matches(text) }.map(\.number)
  }

  func numbers(ofAgent text: String) -> [Int] {
    agents.filter { $0.pattern.matches(text) }.map(\.number)
  }

  /// The ARNs in an error message: what a refused call was about stands nowhere else.
  private static func refused(_ map: JSONMap, _ bytes: Span<UInt8>) -> [String] {
    let message = map.text(Field.errorMessage, of: 0, in: bytes) ?? ""
    return message.split { $0.isWhitespace || $0 == "," || $0 == "\"" }
      .filter { $0.hasPrefix("arn:") }.map(String.init)
  }

  /// True where a record comes from an address of the list, or holds another indicator.
  func isHeld(by map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    map.text(Field.sourceIPAddress, of: 0, in: bytes).map { !numbers(ofAddress: $0).isEmpty }
      == true || !words(of: map, bytes).isEmpty
  }

  /// The indicators but addresses that a record holds, in words, in the order of the list.
  func words(of map: JSONMap, _ bytes: Span<UInt8>) -> [String] {
    var numbers = map.text(Field.userAgent, of: 0, in: bytes).map(self.numbers(ofAgent:)) ?? []
    if hasKeys {
      let names = RecordNames.keys(map, bytes) + RecordNames.principals(map, bytes)
      numbers += names.flatMap(self.numbers(ofKey:))
    }
    if hasArns {
      let names =
        RecordNames.principals(map, bytes) + RecordNames.resources(map, bytes)
        + Self.refused(map, bytes)
      numbers += names.flatMap(self.numbers(ofName:))
    }
    return Set(numbers).sorted().map { indicators[$0].words }
  }
}
