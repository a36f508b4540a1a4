internal import CloudTrail

/// Puts a verdict's reasons into a few sentences.
struct VerdictNote {
  private var sentences: [String] = []
  private var seen: [String] = []
  private var weak: [String] = []
  private var remarked: [String] = []

  /// The sentences.
  var text: String {
    var all = sentences
    // Weak evidence is worth a word only where there is no better.
    let told = seen.isEmpty ? weak : seen
    if !told.isEmpty { all.insert("Seen: " + told.joined(separator: "; ") + ".", at: 0) }
    return (all + remarked).joined(separator: " ")
  }

  /// Adds a sentence; an empty one is none.
  mutating func add(_ sentence: String) {
    if !sentence.isEmpty { sentences.append(sentence) }
  }

  /// Adds remarks, each once.
  mutating func remarks(_ texts: [String]) {
    for text in texts.map(Self.sentence) where !remarked.contains(text) { remarked.append(text) }
  }

  /// Tells a contradiction: what, how often, by whom, from where, until when.
  mutating func tell(_ rule: PlaybookRule, _ tally: Tally) {
    var words = "\(Self.capitalized(rule.title)): \(Self.times(tally.count))"
    let sessions = tally.sessions.sorted()
    if sessions.isEmpty {
      words += " by \(Self.few(tally.actors.sorted()))"
    } else {
      words += " by session\(sessions.count > 1 ? "s" : "") \(Self.few(sessions))"
      words += " (\(Self.few(Set(tally.actors.map(Self.caller)).sorted())))"
    }
    if !tally.addresses.isEmpty { words += " from \(Self.few(tally.addresses.sorted()))" }
    words += ", last at \(tally.last)"
    if !tally.details.isEmpty {
      let isAdmitting = rule.show?.hasPrefix("trailscan.trust.") == true
      words += "; \(isAdmitting ? "it admits" : "namely") \(Self.few(tally.details.sorted()))"
    }
    sentences.append(words + ".")
  }

  /// Tells what somebody did who is none of the responders.
  mutating func tell(stranger rule: PlaybookRule, _ tally: Tally) {
    sentences.append(
      "By an unexpected actor: \(rule.title), \(Self.times(tally.count)) by "
        + "\(Self.few(tally.actors.sorted())), last at \(tally.last).")
  }

  /// Notes evidence of a kind; the same kind for several items is told once.
  mutating func see(_ rule: PlaybookRule, _ tally: Tally) {
    if rule.isWeak {
      if !weak.contains(rule.title) { weak.append(rule.title) }
    } else if !seen.contains(rule.title) {
      seen.append(rule.title)
    }
  }

  /// The text as a sentence.
  static func sentence(_ text: String) -> String {
    let text = capitalized(text)
    return text.hasSuffix(".") ? text : text + "."
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// Role and session name in place of an ARN; the name of a task's session says nothing to people.
  private static func caller(_ name: String) -> String {
    guard let start = name.firstRange(of: ":assumed-role/") else { return name }
    let parts = name[start.upperBound...].split(separator: "/", maxSplits: 1)
    guard parts.count == 2,
      parts[1].count < 32 || !parts[1].allSatisfy({ $0.isHexDigit || $0 == "-" })
    else { return "role \(parts.first ?? "")" }
    return "\(parts[0])/\(parts[1])"
  }

  private static func times(_ count: Int) -> String {
    count == 1 ? "1 event" : "\(count) events"
  }

  /// The first three names, and how many there are more.
  private static func few(_ names: [String]) -> String {
    let first = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? "\(first) and \(names.count - 3) more" : first
  }
}
