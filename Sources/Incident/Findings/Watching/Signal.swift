internal import CloudTrail

/// What a detector in code noticed at an event: that which takes the identity graph, or several
/// events, to see.
///
/// Rules ask for it as `trailscan.signals`; so its level, its meaning and what speaks for it stay
/// data.
struct Signal: Sendable {
  /// What was noticed.
  enum Name: String, CaseIterable, Sendable {
    /// Failed logins with guessed subjects from one address.
    case guessing
    /// A login from an address that guessed before.
    case guessingThenSuccess
    /// Failed logins with tokens that are no good, many at a time.
    case invalidTokens
    /// A login from an address out of the ordinary.
    case newLoginAddress
    /// The same, from the neighbourhood of usual addresses.
    case nearLoginAddress
    /// A login with the identity of a runner id that another one took the place of.
    case retiredIdentity
    /// Credentials of a task used from an address that is none of its own.
    case credentialsOutside
    /// One credential used from several addresses of the internet.
    case splitSession
    /// A machine's credentials with a program that people use.
    case interactiveAgent
    /// A call or login from an address on a watchlist.
    case watchedAddress
    /// Any call from an address that `--ioc` names.
    case indicatedAddress
    /// A call that went through though the session had been revoked.
    case revokedAlive
    /// A suspicious session still in use, since the revocation of the runner left its role out.
    case forgottenAlive
    /// A task at work on a bucket that is not the runner's.
    case foreignBucket
    /// Somebody of another account, or nobody at all, at the runner's resources.
    case foreignAccount
    /// Somebody else than the runner's tasks writes an object into its bucket.
    case foreignWriter
    /// A task that asks KMS itself to decrypt.
    case directDecrypt
    /// Many denied calls of one session, over several services.
    case deniedBurst
    /// Credentials of a task that nobody is seen to have started.
    case taskWithoutStart
    /// Many objects, or bytes, read by one session in a short time.
    case massDownload
    /// Far more keys decrypted by one session than is usual.
    case decryptBurst
    /// A task started with another role than its definition names.
    case roleOverride
    /// The same, and the role is none of the runner's.
    case foreignRole
    /// A task definition without logs, where an earlier one had them.
    case logDriverRemoved
    /// A secret in clear text in a task definition.
    case clearSecret
    /// A secret read that no task definition of the runner names.
    case undeclaredSecret
    /// A shell into a task that no ExecuteCommand asked for.
    case shellWithoutCommand
    /// A region silent for far longer than is usual there.
    case coverageGap
    /// Files of CloudTrail that its digests do not vouch for.
    case digestAnomaly
  }

  /// An earlier event that the signal rests on.
  struct Evidence: Sendable {
    var time: EventTime
    var eventID: EventID
  }

  var name: Name
  /// What completes the reason, as a phrase.
  var words: String
  /// The earlier events that it rests on, which were not told before.
  var evidence: [Evidence] = []
}

/// What detectors noticed of one event.
struct EventNotes: Sendable {
  var signals: [Signal] = []
  /// What is new for the runner, with the new values.
  var firstSeen: [Habit.Trait: [String]] = [:]
  /// Images of containers that are neither allowed nor usual.
  var foreignImages: [String] = []

  /// True where nothing was noticed.
  var isEmpty: Bool { signals.isEmpty && firstSeen.isEmpty && foreignImages.isEmpty }
}

extension Signal.Name {
  /// True where the words hold a count that grows from event to event.
  var isCounting: Bool {
    switch self {
    case .guessing, .invalidTokens, .deniedBurst, .massDownload, .decryptBurst: true
    default: false
    }
  }
}
