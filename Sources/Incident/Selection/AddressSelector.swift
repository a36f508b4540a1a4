internal import Sigma

/// Addresses to accept and to refuse, singly or as CIDR ranges.
package struct AddressSelector: Equatable, Sendable {
  private var accepted: [NetworkRange] = []
  private var refused: [NetworkRange] = []

  /// Reads addresses and ranges; a leading `!` refuses. The error is the first text that is
  /// neither.
  package static func read(_ texts: [String]) -> Result<AddressSelector, BadAddress> {
    var selector = AddressSelector()
    for text in texts {
      let isRefused = text.hasPrefix("!")
      guard let range = NetworkRange(isRefused ? String(text.dropFirst()) : text) else {
        return .failure(BadAddress(text: text))
      }
      if isRefused { selector.refused.append(range) } else { selector.accepted.append(range) }
    }
    return .success(selector)
  }

  /// A text that is no address and no range.
  package struct BadAddress: Error, Equatable, Sendable {
    package var text: String
  }

  /// True where nothing was asked for.
  package var isEmpty: Bool { accepted.isEmpty && refused.isEmpty }

  /// True where `address` is accepted; a service name is inside no range.
  package func accepts(_ address: String) -> Bool {
    let bytes = Array(address.utf8)
    let isIn = { (range: NetworkRange) in range.contains(bytes.span, 0..<bytes.count) }
    if refused.contains(where: isIn) { return false }
    return accepted.isEmpty || accepted.contains(where: isIn)
  }
}
