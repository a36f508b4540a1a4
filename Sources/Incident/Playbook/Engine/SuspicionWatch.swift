internal import CloudTrail
internal import Sigma

/// Watches from where a runner logs in and works, and says what is out of the ordinary.
///
/// An address is only out of the ordinary where there is an order: at least `enough` logins or
/// sessions before, from few addresses. Hosted workers come from another address each time; for
/// them nothing is inferred from a new one. Private addresses never are.
struct SuspicionWatch: Sendable {
  /// What was noticed.
  struct Notice {
    /// When it began; for a login after failures, the first failure.
    var time: EventTime
    var words: String
  }

  /// How many logins, or sessions of a role, make a habit.
  static let enough = 3

  /// The addresses of logins, or of the sessions of one role.
  private struct Addresses: Sendable {
    var count = 0
    var addresses: Set<String> = []

    var isFormed: Bool { count >= SuspicionWatch.enough && addresses.count * 3 <= count }

    mutating func add(_ address: String) {
      count += 1
      if addresses.count < 1_000 { addresses.insert(address) }
    }
  }

  private var failures: [String: EventTime] = [:]
  private var logins = Addresses()
  private var roles: [String: Addresses] = [:]
  private var firstAddresses: [Int: String] = [:]
  /// Addresses that were out of the ordinary.
  private(set) var addresses: Set<String> = []

  /// What was usual, without what was out of the ordinary: for the logs of another time.
  var learned: SuspicionWatch {
    var watch = SuspicionWatch()
    watch.logins = logins
    watch.roles = roles
    return watch
  }

  /// Notes a login; nil where it is like those before.
  mutating func login(
    from address: String, at time: EventTime, succeeded: Bool, isForeign: Bool
  ) -> Notice? {
    guard PublicAddress.isPublic(address) else { return nil }
    if addresses.contains(address) { return nil }
    if !succeeded {
      if !logins.addresses.contains(address), failures.count < 10_000, failures[address] == nil {
        failures[address] = time
      }
      return nil
    }
    if !logins.addresses.contains(address) {
      if let failure = failures[address] {
        addresses.insert(address)
        return Notice(
          time: failure, words: "failed logins and then a login from the new address \(address)")
      }
      if isForeign {
        addresses.insert(address)
        return Notice(
          time: time, words: "a login from \(address), outside of the networks of the playbook")
      }
      if logins.isFormed {
        addresses.insert(address)
        return Notice(time: time, words: "a login from \(address), never seen before")
      }
    }
    logins.add(address)
    return nil
  }

  /// Notes a call made with a session of `role`; nil where it is like those before.
  mutating func use(
    of session: Int, role: String, from address: String, at time: EventTime, isForeign: Bool
  ) -> Notice? {
    if addresses.contains(address) { return nil }
    let first = firstAddresses[session]
    if first == address { return nil }
    let habit = roles[role] ?? Addresses()
    let isPublic = PublicAddress.isPublic(address)
    let isNew = isPublic && !habit.addresses.contains(address)
    if isNew, isForeign || habit.isFormed {
      addresses.insert(address)
      let place = isForeign ? "outside of the networks of the playbook" : "never seen before"
      return Notice(
        time: time, words: "a call with credentials of \(role) from \(address), \(place)")
    }
    if first == nil {
      if firstAddresses.count < 1_000_000 { firstAddresses[session] = address }
      roles[role, default: Addresses()].count += 1
    }
    if isPublic { roles[role, default: Addresses()].addresses.insert(address) }
    return nil
  }
}

/// Tells addresses of the internet from those of private networks and from names of services.
enum PublicAddress {
  private static let privateRanges = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
    "169.254.0.0/16", "0.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128",
  ].compactMap { NetworkRange($0) }
  private static let everything = ["0.0.0.0/0", "::/0"].compactMap { NetworkRange($0) }

  /// True for an address of the internet.
  static func isPublic(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return everything.contains { $0.contains(bytes.span, 0..<bytes.count) }
      && !privateRanges.contains { $0.contains(bytes.span, 0..<bytes.count) }
  }
}
