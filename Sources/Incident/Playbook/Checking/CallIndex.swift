package import Sigma

/// Which calls a rule can match at all: a cheap first question, by service and call.
package struct CallIndex: Sendable {
  /// The pairs of service and call, one of which a match has.
  let keys: [EventKey]
  /// How long service and call of each key are, which most calls differ in: nil where a text of
  /// another length may do.
  private let lengths: [Lengths]

  /// How many bytes the texts of a key or a call have.
  fileprivate struct Lengths: Sendable {
    var source: Int?
    var name: Int?
  }

  /// The calls that `detection` can match.
  package init(_ detection: Detection) {
    keys = detection.eventKeys
    lengths = keys.map { Lengths(source: $0.source.length, name: $0.name.length) }
  }

  /// True where no call can match.
  package var isEmpty: Bool { keys.isEmpty }

  /// True where the rule names the calls it asks about.
  package var isNarrow: Bool { keys.allSatisfy { $0.name != .any || $0.source != .any } }

  /// A call of a service, about which many rules are asked.
  package struct ServiceCall {
    let source: String
    let name: String
    /// Nil where a text is not ASCII.
    fileprivate let lengths: Lengths

    /// The call `name` of `source`, as records name them.
    package init(_ source: String, _ name: String) {
      self.source = source
      self.name = name
      lengths = Lengths(source: source.asciiLength, name: name.asciiLength)
    }
  }

  /// True where the call may match.
  package func admits(_ call: ServiceCall) -> Bool {
    for index in lengths.indices {
      let wanted = lengths[index]
      if let length = wanted.source, length != call.lengths.source ?? length { continue }
      if let length = wanted.name, length != call.lengths.name ?? length { continue }
      if keys[index].source.admits(call.source), keys[index].name.admits(call.name) { return true }
    }
    return false
  }
}

extension EventKey.Side {
  fileprivate var length: Int? {
    guard case .exactly(let text) = self else { return nil }
    return text.utf8.count
  }

  fileprivate func admits(_ text: String) -> Bool {
    switch self {
    case .any: true
    case .exactly(let known): known.isLowercase(of: text)
    case .like(let pattern): pattern.matches(text)
    }
  }
}

extension String {
  /// How many bytes it has; nil where not all of them are ASCII, so that lower case may have
  /// another number of them. Both counts are known without looking at the text.
  fileprivate var asciiLength: Int? {
    let length = utf8.count
    return utf16.count == length ? length : nil
  }

  /// True where it is `text` in lower case.
  fileprivate func isLowercase(of text: String) -> Bool {
    guard text.asciiLength != nil else { return self == text.lowercased() }
    return utf8.elementsEqual(text.utf8) { mine, other in
      mine == (other &- 0x41 < 26 ? other | 0x20 : other)
    }
  }
}
