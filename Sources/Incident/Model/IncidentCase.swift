package import CloudTrail

/// The incident of one runner: what happened when, and how long it took, as AWS's incident
/// response playbooks ask for it.
package struct IncidentCase: Equatable, Sendable {
  /// How a moment is known.
  package enum Source: String, CaseIterable, Sendable {
    /// A record shows it.
    case logged
    /// The facts say so.
    case given
    /// Concluded from records that do not settle it; `basis` says how.
    case inferred
    /// Nothing tells, or it has not happened.
    case unknown
  }

  /// One row of the post-incident table.
  package struct Milestone: Equatable, Sendable {
    /// What the row is about.
    package enum Kind: String, CaseIterable, Sendable {
      case initialCompromise, firstUnauthorizedCall, detectionAlert, teamNotified
      case credentialDeactivated, containmentComplete, eradicationComplete, recoveryValidated
    }

    package var kind: Kind
    package var time: EventTime?
    package var source: Source
    /// Why it is this moment, or what is missing.
    package var basis: String
    package var eventID: String?
    package var actor: String?

    /// A row; what is optional is set afterwards.
    package init(_ kind: Kind, _ time: EventTime?, _ source: Source, _ basis: String) {
      self.kind = kind
      self.time = time
      self.source = source
      self.basis = basis
    }
  }

  /// One of AWS's metrics.
  package struct Metric: Equatable, Sendable {
    /// Which.
    package enum Kind: String, CaseIterable, Sendable {
      case timeToDetect, timeToNotify, timeToContain, timeToRecover, totalDuration
    }

    package var kind: Kind
    /// Nil where one of its ends is not known.
    package var seconds: Int?
    /// `given` where both ends are given or logged, `inferred` where one of them is.
    package var source: Source
    /// What it is measured between, or which end is missing.
    package var basis: String

    /// A metric.
    package init(_ kind: Kind, seconds: Int?, source: Source, basis: String) {
      self.kind = kind
      self.seconds = seconds
      self.source = source
      self.basis = basis
    }
  }

  /// From the first unauthorized use to the death of the last suspicious credential.
  package struct Exposure: Equatable, Sendable {
    package var from: EventTime
    /// When the last of them is dead: revoked or expired; may lie behind the end of the logs.
    package var to: EventTime
    /// True where that is behind the newest record.
    package var isOpen: Bool
    /// The credential that lives longest.
    package var session: String

    /// An exposure.
    package init(from: EventTime, to: EventTime, isOpen: Bool, session: String) {
      self.from = from
      self.to = to
      self.isOpen = isOpen
      self.session = session
    }
  }

  /// What of its data the intruder reached.
  package enum DataImpact: String, CaseIterable, Sendable {
    /// Objects or secrets were read or changed.
    case confirmed
    /// Keys were used for data whose reading is not logged.
    case suspected
    /// The logs hold data events, and none of the intruder's.
    case none
    /// The logs hold no data events.
    case unknown
  }

  package var runner: String
  /// When the incident began, and how that is known.
  package var start: EventTime?
  package var startBasis: String
  /// Always all eight, in their order.
  package var milestones: [Milestone] = []
  package var metrics: [Metric] = []
  package var exposure: Exposure?
  package var dataImpact = DataImpact.unknown
  /// Ids of the suspicious credentials, and where they were used from.
  package var suspectSessions: [String] = []
  package var suspectAddresses: [String] = []
  package var accounts: [String] = []
  package var regions: [String] = []
  /// What people attest.
  package var attestations: [IncidentFacts.Attestation] = []

  /// The case of a runner.
  package init(runner: String, start: EventTime?, startBasis: String) {
    self.runner = runner
    self.start = start
    self.startBasis = startBasis
  }

  /// Judges what of the data was reached.
  package mutating func judgeData(_ reach: [SessionReach], hasDataEvents: Bool) {
    if reach.contains(where: \.hasTouchedData) {
      dataImpact = .confirmed
    } else if !hasDataEvents {
      dataImpact = reach.contains { $0.keys.contains { $0.calls > 0 } } ? .suspected : .unknown
    } else {
      dataImpact = .none
    }
  }

  /// The milestone of a kind.
  package subscript(kind: Milestone.Kind) -> Milestone? { milestones.first { $0.kind == kind } }
}
