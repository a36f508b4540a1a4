internal import CloudTrail

/// Watches logins: guesses, bad tokens, new addresses, and habits.
struct LoginWatch {
  /// What came from one address.
  private struct Address {
    var denied = SlidingWindow()
    var invalid = SlidingWindow()
    /// The guesses of the last day, when it has guessed.
    var guesses: [Signal.Evidence] = []
    var lastGuess: EventTime?
  }

  /// How long a guess casts doubt on a login from its address, in seconds.
  private static let memory: Int64 = 86_400
  private static let limit = 10_000
  private static let badTokens = [
    "InvalidIdentityToken", "ExpiredToken", "IDPRejectedClaim", "InvalidToken",
  ]

  private var addresses: [String: Address] = [:]
  /// The beginnings (`198.51.`) of the addresses of each runner's usual logins.
  private var neighbourhoods: [Int: Set<Substring>] = [:]

  /// What is noticed of a login; `isNewAddress` where the runner has always come from others.
  mutating func take(
    _ view: EventView, _ steps: StepEngine, isNewAddress: Bool, _ notes: inout EventNotes
  ) {
    guard view.outcome == .success else { return takeFailure(view, &notes) }
    guard let runner = view.finding?.runner, runner < steps.states.count else { return }
    if let guesser = addresses[view.address], let last = guesser.lastGuess,
      view.time.seconds - last.seconds <= Self.memory
    {
      notes.signals.append(
        Signal(
          name: .guessingThenSuccess,
          words: "\(guesser.guesses.count) failed logins from \(view.address), then this one",
          evidence: guesser.guesses))
    }
    noteAddress(view, runner, steps, isNew: isNewAddress, &notes)
  }

  /// True for an address from which subjects were guessed.
  func hasGuessed(_ address: String) -> Bool { addresses[address]?.lastGuess != nil }

  /// True for so many denied logins, or so many subjects, in a short time that somebody is
  /// guessing.
  static func isGuessing(_ denied: SlidingWindow) -> Bool {
    denied.count >= 5 || denied.distinct >= 3
  }

  // MARK: Failures

  private mutating func takeFailure(_ view: EventView, _ notes: inout EventNotes) {
    guard addresses.count < Self.limit || addresses[view.address] != nil else { return }
    var address = addresses.removeValue(forKey: view.address) ?? Address()
    let entry = SlidingWindow.Entry(
      time: view.time, id: view.event.id, value: (view.principal.userName ?? "").hashValue,
      bytes: 0)
    let code = view.errorCode ?? ""
    if Self.badTokens.contains(where: code.holds) {
      address.invalid.add(entry)
      if address.invalid.count >= 5 {
        notes.signals.append(
          Signal(
            name: .invalidTokens,
            words: "\(address.invalid.count) bad tokens from \(view.address) in ten minutes",
            evidence: address.invalid.evidence()))
      }
    } else if view.outcome == .denied {
      address.denied.add(entry)
      noteGuessing(view, &address, &notes)
    }
    addresses[view.address] = address
  }

  private func noteGuessing(
    _ view: EventView, _ address: inout Address, _ notes: inout EventNotes
  ) {
    guard Self.isGuessing(address.denied) else { return }
    let evidence = address.denied.evidence()
    let own = Signal.Evidence(time: view.time, eventID: view.event.id)
    if address.guesses.count < 1_000 { address.guesses += evidence + [own] }
    address.lastGuess = view.time
    notes.signals.append(
      Signal(
        name: .guessing,
        words: "\(address.denied.count) denied logins with \(address.denied.distinct) subjects "
          + "from \(view.address) in ten minutes", evidence: evidence))
  }

  // MARK: Successes

  /// Learns addresses that were usual before.
  mutating func learn(_ addresses: Set<String>, of runner: Int) {
    for address in addresses {
      neighbourhoods[runner, default: []].insert(Self.neighbourhood(of: address))
    }
  }

  /// `198.51` of `198.51.100.7`.
  private static func neighbourhood(of address: String) -> Substring {
    let start = address.prefix { $0 != "." } + "."
    return start + address.dropFirst(start.count).prefix { $0 != "." }
  }

  /// An address that is new where there is a habit, or outside of the networks of the playbook.
  private mutating func noteAddress(
    _ view: EventView, _ runner: Int, _ steps: StepEngine, isNew: Bool, _ notes: inout EventNotes
  ) {
    let near = Self.neighbourhood(of: view.address)
    let isForeign =
      !steps.networks.isEmpty && steps.states[runner].watch.addresses.contains(view.address)
    guard isNew || isForeign else {
      neighbourhoods[runner, default: []].insert(near)
      return
    }
    let isNear = neighbourhoods[runner]?.contains(near) == true
    notes.signals.append(
      Signal(
        name: isNear ? .nearLoginAddress : .newLoginAddress,
        words: "a login from \(view.address), "
          + (isForeign ? "outside of the networks of the playbook" : "never seen before")))
  }
}
