internal import CloudTrail
internal import Sigma

/// Watches from where a runner logs in and works, and says what is out of the ordinary.
///
/// An address is only out of the ordinary where there is an order: at least `enough` logins or
/// sessions before, from few addresses. Hosted workers come from another address each time; for
/// them nothing is inferred from a new one. Private addresses never are, nor those behind a VPC
/// endpoint. A failed login before the first one from an address is out of the ordinary only where
/// there is such an order, or where subjects were guessed.
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
    private var addresses: Set<String> = []
    /// What deviated in a time that is known to be clean: not new, and no part of the habit.
    private var exceptions: Set<String> = []

    var isFormed: Bool { count >= SuspicionWatch.enough && addresses.count * 3 <= count }

    func knows(_ address: String) -> Bool {
      addresses.contains(address) || exceptions.contains(address)
    }

    mutating func insert(_ address: String) {
      if addresses.count < 1_000, !exceptions.contains(address) { addresses.insert(address) }
    }

    mutating func except(_ address: String) {
      if exceptions.count < 1_000 { exceptions.insert(address) }
    }
  }

  /// The failed logins from an address that never logged in.
  private struct Failures: Sendable {
    /// How long a failure casts doubt on a login, in seconds.
    static let memory: Int64 = 86_400

    var first: EventTime
    var last: EventTime
    /// True once subjects were guessed.
    var isGuessing = false
    private var denied = SlidingWindow()

    init(at time: EventTime) { (first, last) = (time, time) }

    mutating func add(_ login: Login) {
      last = login.time
      guard login.outcome == .denied else { return }
      denied.add(
        SlidingWindow.Entry(
          time: login.time, id: .none, value: (login.subject ?? "").hashValue, bytes: 0))
      if LoginWatch.isGuessing(denied) { isGuessing = true }
    }
  }

  /// A login that was tried.
  struct Login {
    var address: String
    var time: EventTime
    var outcome: Outcome
    var subject: String?
    /// True where it came from the internet.
    var isPublic: Bool
    /// True for an address outside of the networks of the playbook.
    var isForeign: Bool
  }

  private var failures: [String: Failures] = [:]
  private var logins = Addresses()
  private var roles: [String: Addresses] = [:]
  private var firstAddresses: [Int: String] = [:]
  /// Addresses that were out of the ordinary.
  private(set) var addresses: Set<String> = []
  /// True for the logs of a time that is known to be clean: nothing in them is out of the ordinary.
  var isClean = false

  /// What was usual, without what was out of the ordinary: for the logs of another time.
  var learned: SuspicionWatch {
    var watch = SuspicionWatch()
    watch.logins = logins
    watch.roles = roles
    return watch
  }

  /// Notes a login; nil where it is like those before.
  mutating func take(_ login: Login) -> Notice? {
    let address = login.address
    guard login.isPublic, !addresses.contains(address) else { return nil }
    let isNew = !logins.knows(address)
    guard login.outcome == .success else {
      if isNew { noteFailure(login) }
      return nil
    }
    guard isNew, let notice = notice(of: login) else {
      logins.count += 1
      logins.insert(address)
      return nil
    }
    if isClean {
      logins.except(address)
      return nil
    }
    addresses.insert(address)
    return notice
  }

  private mutating func noteFailure(_ login: Login) {
    guard failures.count < 10_000 || failures[login.address] != nil else { return }
    var known = failures.removeValue(forKey: login.address) ?? Failures(at: login.time)
    if login.time.seconds - known.last.seconds > Failures.memory {
      known = Failures(at: login.time)
    }
    known.add(login)
    failures[login.address] = known
  }

  /// What is out of the ordinary of the first login from an address.
  private func notice(of login: Login) -> Notice? {
    let address = login.address
    if let failed = failures[address],
      login.time.seconds - failed.last.seconds <= Failures.memory,
      failed.isGuessing || logins.isFormed
    {
      return Notice(
        time: failed.first,
        words: "failed logins and then a login from the new address \(address)")
    }
    if login.isForeign {
      return Notice(
        time: login.time, words: "a login from \(address), outside of the networks of the playbook")
    }
    guard logins.isFormed else { return nil }
    return Notice(time: login.time, words: "a login from \(address), never seen before")
  }

  /// True where the first call of a session that was noted came from `address`.
  func isFirst(_ address: String, of session: Int) -> Bool { firstAddresses[session] == address }

  /// Notes a call made with a session of `role`, from the internet where it `isPublic`; nil where
  /// it is like those before.
  mutating func use(
    of session: Int, role: @autoclosure () -> String, from address: String, at time: EventTime,
    isPublic: @autoclosure () -> Bool, isForeign: @autoclosure () -> Bool
  ) -> Notice? {
    if addresses.contains(address) { return nil }
    let first = firstAddresses[session]
    if first == address { return nil }
    let role = role()
    let isForeign = isForeign()
    let habit = roles[role] ?? Addresses()
    let isPublic = isPublic()
    let isOdd = isPublic && !habit.knows(address) && (isForeign || habit.isFormed)
    if isOdd, !isClean {
      addresses.insert(address)
      let place = isForeign ? "outside of the networks of the playbook" : "never seen before"
      return Notice(
        time: time, words: "a call with credentials of \(role) from \(address), \(place)")
    }
    if first == nil {
      if firstAddresses.count < 1_000_000 { firstAddresses[session] = address }
      roles[role, default: Addresses()].count += 1
    }
    if isOdd {
      roles[role, default: Addresses()].except(address)
    } else if isPublic {
      roles[role, default: Addresses()].insert(address)
    }
    return nil
  }
}

/// Tells addresses of the internet from those of private networks and from names of services.
enum PublicAddress {
  private static let privateRanges = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
    "169.254.0.0/16", "0.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128",
  ].compactMap { NetworkRange($0) }

  /// True for an address of the internet.
  static func isPublic(_ text: String) -> Bool {
    guard let address = NetworkAddress(text) else { return false }
    return !privateRanges.contains { $0.contains(address) }
  }
}
