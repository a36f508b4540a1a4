internal import CloudTrail

/// Says while records are scanned which of them hold an indicator.
///
/// Addresses, user agents and callers recur: each is looked up once, then known by its number. Only
/// records of services that hand out or change keys, and those that name resources where ARNs are
/// looked for, are read any further. One worker uses one watch.
struct IndicatorWatch: Sendable {
  private let list: IndicatorList
  private var addresses: [StringID: Bool] = [:]
  private var agents: [StringID: Bool] = [:]
  private var principals: [Int: Bool] = [:]

  init(_ list: IndicatorList) {
    self.list = list
  }

  /// True where the address, the agent or the caller of an event is an indicator.
  mutating func holds(_ event: Event, _ strings: StringTable, _ principal: Principal) -> Bool {
    Self.isKnown(event.address, &addresses, strings, list.numbers(ofAddress:))
      || Self.isKnown(event.agent, &agents, strings, list.numbers(ofAgent:))
      || isKnown(principal, event.principal)
  }

  /// True where the record itself must be asked.
  func asks(of service: WatchedService?) -> Bool {
    list.hasArns || list.hasKeys && (service == .sts || service == .iam)
  }

  /// True where the record in `map` holds an indicator.
  func holds(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    list.isHeld(by: map, bytes)
  }

  private static func isKnown(
    _ id: StringID, _ known: inout [StringID: Bool], _ strings: StringTable,
    _ ask: (String) -> [Int]
  ) -> Bool {
    if let answer = known[id] { return answer }
    let answer = !ask(strings.text(id)).isEmpty
    known[id] = answer
    return answer
  }

  private mutating func isKnown(_ principal: Principal, _ number: Int) -> Bool {
    if let answer = principals[number] { return answer }
    let keys = [principal.accessKeyID, principal.principalID, principal.issuerID]
    let names = [principal.arn, principal.issuerArn]
    let answer =
      keys.compactMap { $0 }.contains { !list.numbers(ofKey: $0).isEmpty }
      || names.compactMap { $0 }.contains { !list.numbers(ofName: $0).isEmpty }
    principals[number] = answer
    return answer
  }
}
