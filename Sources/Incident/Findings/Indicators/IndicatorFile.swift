package import Sigma

/// Reads a list of indicators: lines, CSV or YAML, told by content.
///
///     203.0.113.77                    # a scanner      address, range, key, ARN or user agent,
///     AKIAIOSFODNN7EXAMPLE                             told by its look
///     agent: kali                                      … or named
///
///     type,value,note                                  CSV: a header that names a value
///     ip,203.0.113.77,a scanner
///
///     addresses: [203.0.113.77]                        YAML: lists by kind
///     keys: [AKIAIOSFODNN7EXAMPLE]
package struct IndicatorFile {
  /// What was found.
  package private(set) var list = IndicatorList()
  /// What is wrong, each with its place.
  package private(set) var diagnostics = Diagnostics()

  private let source: SourceText

  /// Reads a text, noting every fault.
  package init(_ source: SourceText) {
    self.source = source
    let first = IndicatorLine.all(in: source).first
    if let first, let columns = IndicatorColumns(first) {
      readTable(columns)
    } else if let first, Self.isYAML(first.text) {
      readYAML()
    } else {
      for line in IndicatorLine.all(in: source) { readLine(line) }
    }
  }

  // MARK: Lines

  private static let names: [String: IndicatorList.Kind] = [
    "address": .address, "addresses": .address, "ip": .address, "ips": .address,
    "ipv4": .address, "ipv6": .address, "ipv4-addr": .address, "ipv6-addr": .address,
    "cidr": .address, "cidrs": .address, "network": .address, "networks": .address, "key": .key,
    "keys": .key, "access-key": .key, "accesskey": .key, "accesskeyid": .key,
    "accesskeyids": .key, "id": .key, "arn": .arn, "arns": .arn, "agent": .agent,
    "agents": .agent, "useragent": .agent, "useragents": .agent, "user-agent": .agent,
    "user-agents": .agent, "ua": .agent,
  ]

  /// The kind that a word names.
  static func kind(_ word: some StringProtocol) -> IndicatorList.Kind? {
    names[word.lowercased().replacing("_", with: "-")]
  }

  private mutating func readLine(_ line: IndicatorLine) {
    if let colon = line.text.firstIndex(of: ":"), line.text[colon...].dropFirst().first == " ",
      let kind = Self.kind(line.text[..<colon])
    {
      let value = line.text[colon...].dropFirst().trimmed
      let offset = line.text.unicodeScalars.distance(
        from: line.text.startIndex, to: value.startIndex)
      return add(value, kind, line.note, at: line.place.moved(by: offset))
    }
    add(line.text, nil, line.note, at: line.place)
  }

  /// Adds a value, whose kind is told by its look where nobody says it.
  private mutating func add(
    _ text: Substring, _ kind: IndicatorList.Kind?, _ note: String?, at place: SourcePlace
  ) {
    let known = kind ?? Self.guess(text)
    let indicator = IndicatorList.Indicator(kind: known, text: String(text), note: note)
    if let fault = Self.fault(indicator) {
      diagnostics.fail(fault, at: place, in: source)
    } else if !list.add(indicator) {
      diagnostics.fail(
        "'\(text)' is no address or range such as 203.0.113.7 or 2001:db8::/32", at: place,
        in: source)
    }
  }

  private static let keyHeads = ["AKIA", "ASIA", "AROA", "AIDA", "ABIA", "ACCA", "AGPA", "ANPA"]

  private static func guess(_ text: Substring) -> IndicatorList.Kind {
    if text.hasPrefix("arn:") { return .arn }
    if keyHeads.contains(where: text.hasPrefix), !text.contains("/"), !text.contains(" ") {
      return .key
    }
    // What is made of the signs of addresses alone is meant to be one.
    let isNumeric = text.allSatisfy { $0.isHexDigit && $0.isASCII || ".:/".contains($0) }
    return isNumeric && text.contains { ".:/".contains($0) } ? .address : .agent
  }

  private static func fault(_ indicator: IndicatorList.Indicator) -> String? {
    let text = indicator.text
    switch indicator.kind {
    case .key:
      let isKey =
        text.utf8.count >= 16 && text.allSatisfy { $0.isASCII && $0.isLetter || $0.isNumber }
      return isKey ? nil : "'\(text)' is no access key or unique id such as AKIAIOSFODNN7EXAMPLE"
    case .arn:
      let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
      return parts.count == 6 && parts[0] == "arn"
        ? nil : "'\(text)' is no ARN such as arn:aws:iam::111122223333:role/name"
    case .agent: return text.utf8.count >= 3 ? nil : "a user agent of fewer than three letters"
    case .address: return nil
    }
  }

  // MARK: Tables

  private mutating func readTable(_ columns: IndicatorColumns) {
    for line in IndicatorLine.all(in: source, keepingComments: true).dropFirst() {
      let cells = line.cells
      guard columns.value < cells.count, !cells[columns.value].text.isEmpty else {
        diagnostics.fail("the line has no value", at: line.place, in: source)
        continue
      }
      let value = cells[columns.value]
      let note = columns.note.flatMap { $0 < cells.count ? cells[$0].text : nil }
      let type = columns.type.flatMap { $0 < cells.count ? cells[$0] : nil }
      let kind = type.flatMap { Self.kind($0.text) }
      if let type, !type.text.isEmpty, kind == nil {
        let kinds = IndicatorList.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        diagnostics.warn(
          "left out: '\(type.text)' is no kind that CloudTrail logs show: \(kinds)",
          at: line.place.moved(by: type.offset), in: source)
        continue
      }
      add(
        value.text[...], kind, note.flatMap { $0.isEmpty ? nil : $0 },
        at: line.place.moved(by: value.offset))
    }
  }

  // MARK: YAML

  /// True where the first line can only be YAML: a list, or a kind with nothing or a list behind
  /// it.
  private static func isYAML(_ line: Substring) -> Bool {
    if line == "---" || line.hasPrefix("- ") || line.hasPrefix("{") { return true }
    guard let colon = line.firstIndex(of: ":") else { return false }
    let rest = line[colon...].dropFirst().trimmed
    return kind(line[..<colon]) != nil && (rest.isEmpty || rest.hasPrefix("["))
  }

  private mutating func readYAML() {
    do throws(RuleError) {
      for document in try YAMLReader.documents(of: source) {
        if let elements = document.elements { add(elements, nil) }
        for pair in document.pairs ?? [] {
          let name = pair.key.text ?? ""
          guard let kind = Self.kind(name) else {
            let hint = Spelling.hint(for: name, among: ["addresses", "keys", "arns", "userAgents"])
            diagnostics.fail("unknown key '\(name)'\(hint)", at: pair.key.place, in: source)
            continue
          }
          add(pair.value.oneOrMany, kind)
        }
      }
    } catch {
      diagnostics.add(error)
    }
  }

  private mutating func add(_ nodes: [YAMLNode], _ kind: IndicatorList.Kind?) {
    for node in nodes {
      guard let text = node.text else {
        diagnostics.fail("expected a text, found \(node.kindName)", at: node.place, in: source)
        continue
      }
      add(text[...], kind, nil, at: node.place)
    }
  }
}
