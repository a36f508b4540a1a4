internal import Sigma

/// Which calls a selection can match at all, read off its text: a cheap first question.
///
/// `eventSource` and `eventName` with plain values narrow it; everything else leaves it wide. Names
/// are compared without case, as Sigma does.
struct CallIndex: Equatable, Sendable {
  /// The services, in lower case; nil = any.
  var sources: Set<String>?
  /// The calls, in lower case; nil = any.
  var names: Set<String>?

  /// An index that lets every call pass.
  static let any = CallIndex()

  /// True where the index says anything.
  var isNarrow: Bool { names != nil }

  /// True where no call can match.
  var isEmpty: Bool { sources?.isEmpty == true || names?.isEmpty == true }

  /// True where a call of a service may match.
  func admits(_ source: String, _ name: String) -> Bool {
    sources?.contains(source.lowercased()) ?? true && names?.contains(name.lowercased()) ?? true
  }

  /// Calls that both let pass.
  func intersection(_ other: CallIndex) -> CallIndex {
    func both(_ a: Set<String>?, _ b: Set<String>?) -> Set<String>? {
      guard let a, let b else { return a ?? b }
      return a.intersection(b)
    }
    return CallIndex(sources: both(sources, other.sources), names: both(names, other.names))
  }

  /// Calls that one of them lets pass.
  func union(_ other: CallIndex) -> CallIndex {
    func either(_ a: Set<String>?, _ b: Set<String>?) -> Set<String>? {
      guard let a, let b else { return nil }
      return a.union(b)
    }
    return CallIndex(sources: either(sources, other.sources), names: either(names, other.names))
  }
}

extension CallIndex {
  /// The index of a selection, or of named selections with a condition.
  init(of node: YAMLNode) {
    switch node.content {
    case .mapping:
      if let condition = node["condition"]?.text {
        var reader = ConditionIndex(condition, selections: node)
        self = reader.read()
      } else {
        self = CallIndex(
          sources: Self.plainValues(node["eventSource"]),
          names: Self.plainValues(node["eventName"]))
      }
    case .sequence(let elements):
      guard let first = elements.first else {
        self = .any
        return
      }
      self = elements.dropFirst().reduce(CallIndex(of: first)) { $0.union(CallIndex(of: $1)) }
    case .scalar: self = .any
    }
  }

  /// The values in lower case; nil where there are none or one of them has a wildcard.
  private static func plainValues(_ node: YAMLNode?) -> Set<String>? {
    guard let node else { return nil }
    let texts = node.oneOrMany.map(\.text)
    var values: Set<String> = []
    for text in texts {
      guard let text, !text.contains(where: { "*?\\".contains($0) }) else { return nil }
      values.insert(text.lowercased())
    }
    return values
  }
}

/// Reads a condition for its index: and narrows, or widens, not says nothing.
private struct ConditionIndex {
  private let selections: YAMLNode
  private var words: [String]
  private var position = 0

  init(_ condition: String, selections: YAMLNode) {
    self.selections = selections
    words = condition.replacing("(", with: " ( ").replacing(")", with: " ) ")
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  mutating func read() -> CallIndex {
    let index = either()
    // What the compiler will refuse anyway says nothing here.
    return position == words.count ? index : .any
  }

  private var next: String? { position < words.count ? words[position] : nil }

  private mutating func take(_ word: String) -> Bool {
    guard next?.lowercased() == word else { return false }
    position += 1
    return true
  }

  private mutating func either() -> CallIndex {
    var index = both()
    while take("or") { index = index.union(both()) }
    return index
  }

  private mutating func both() -> CallIndex {
    var index = part()
    while take("and") { index = index.intersection(part()) }
    return index
  }

  private mutating func part() -> CallIndex {
    if take("not") {
      _ = part()
      return .any
    }
    if take("(") {
      let index = either()
      return take(")") ? index : .any
    }
    guard let name = next else { return .any }
    position += 1
    if next?.lowercased() == "of" {
      position = min(position + 2, words.count)
      return .any
    }
    return selections[name].map { CallIndex(of: $0) } ?? .any
  }
}
