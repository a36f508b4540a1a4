/// A field of trailscan's own that a playbook may ask for: `trailscan.` and its name.
///
/// The values come from the analysis, not from the record. Those marked as read from the record
/// are computed from its request (a policy document, a period of time).
enum ContextField: String, CaseIterable, Sendable {
  // Of every event.
  case eventName
  case outcome
  case actor
  case address
  case isService
  /// True for those who answer the incident.
  case isResponder
  /// True for a suspicious session, what such a session made, and sessions issued to that.
  case isIntruder
  /// The runner on whose timeline the event is.
  case runner

  // Of the session whose credential was used.
  case session
  /// The name of its role, and what the role is for.
  case sessionRole
  case sessionRoleKind
  case sessionIssuedAt
  /// True where the session belongs to the runner that is asked about.
  case isOwnSession
  /// True where it was issued to or used from a suspicious address, or led on from such a one.
  case sessionIsSuspect
  /// What the revocations of the runner's roles mean for the session: `none`; `grace`, it may
  /// still work for a while; `ended`, it should be dead; `forgotten`, other roles of the runner
  /// were revoked and this one was not; `outlived`, it was issued after the revocation.
  case revocation
  /// True where a call of the session was denied before by an explicit deny in a policy of its
  /// role.
  case deniedBefore

  // What the event names.
  /// What the call was about: a bucket, `bucket/key`, an ARN …
  case resource
  case buckets, keys, roleNames, roleKinds, taskIds, logGroups, clusters, taskDefinitions
  /// The families of those task definitions.
  case taskFamilies
  /// The buckets out of which it copies.
  case sourceBuckets
  case providers
  /// The bucket whose data key a KMS call was for.
  case contextBuckets
  /// `additionalEventData.SSEApplied` of an S3 data event.
  case encryption
  /// Of a log event: what it names of note: `credentialEndpoint`, `sessionArn`, `accessDenied`,
  /// and `incidentAddress` for an address that was noticed in the incident.
  case logIndicators
  /// True where the object, or the prefix that is listed, belongs to the access logs of the
  /// runner's bucket.
  case isAccessLog

  /// Names of the playbook's networks that hold the source address.
  case networks
  /// Indicators of `--ioc` but addresses that the record holds, in words.
  case indicators
  /// Where the source address is, where a database tells: `DE`, `Berlin`, `AS64500`, who runs it.
  case geoCountry = "geo.country"
  case geoCity = "geo.city"
  case geoSystem = "geo.asn"
  case geoOrganization = "geo.organization"
  /// Names of the playbook's watchlists that hold the source address.
  case watchlists
  /// True for those whom the playbook allows to change the infrastructure, at work with Terraform.
  case isDeployer
  /// True where a login's subject, or its provider, is the runner's.
  case subjectIsOwn, providerIsOwn
  /// True for a bucket that receives the files of CloudTrail, as far as the logs tell.
  case isTrailBucket

  // Noted by detectors in code.
  /// What they noticed at this event: `guessing`, `massDownload` …
  case signals
  /// What of the event is new for a runner that has habits: `address`, `image` …
  case firstSeen

  // Read from the record.
  /// Images of containers that are neither of the playbook's registries nor usual for the runner.
  case foreignImages
  /// Secrets of Secrets Manager and parameters of Systems Manager: `secret name in region`,
  /// `parameter name in region`.
  case secrets
  /// What the request makes, changes or ends that gives access without the runner's login.
  case access
  /// True where the period of log events that is asked for overlaps the incident.
  case coversIncident
  /// False where a retention deletes log events of the incident.
  case keepsIncident
  /// Keys that the request puts in the place of those the runner used so far.
  case newKeys
  /// The cluster, subnets and security groups of a start of tasks that Terraform does not list for
  /// the runner.
  case unlistedClusters, unlistedSubnets, unlistedGroups
  /// True where the request removes or replaces a policy that ends sessions.
  case endsRevocation
  /// Buckets of runners that the event selectors in the request leave out, though they were logged.
  case unloggedBuckets
  /// For how many days the lifecycle in the request keeps objects, or their old versions.
  case expiryDays
  /// Accounts and principals outside of the runner's accounts to which the request gives access.
  case outsiders
  /// The time before which sessions are denied everything by the policy in the request.
  case revokesBefore = "policy.revokesBefore"
  /// What the request calls the policy: its name or ARN, or the permissions boundary of a role.
  case policyName = "policy.name"
  /// The roles whose sessions the managed policy in the request keeps ended.
  case policyRoles = "policy.roles"
  /// True where the time in the policy is no later than the issuing of a suspicious session of
  /// the role.
  case sparesSuspects = "policy.sparesSuspects"
  /// True where the policy in the request denies everything to everybody.
  case deniesAll = "policy.deniesAll"
  /// What the policy in the request allows a role of the runner beyond what its profile grants.
  case excess = "policy.excess"
  /// The subjects that the trust policy in the request admits.
  case trustSubjects = "trust.subjects"
  /// True where the trust policy in the request admits a subject of the runner.
  case trustAdmitsRunner = "trust.admitsRunner"
  /// What the trust policy in the request admits beyond the runner, in words.
  case trustViolations = "trust.violations"

  /// The name as it stands in a playbook.
  var name: String { "trailscan." + rawValue }

  /// The field with this name.
  init?(name: String) {
    guard let field = Self.byName[name] else { return nil }
    self = field
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The fields that only events of a session have.
  static let namesOfSessions = Set(
    [
      Self.session, .sessionRole, .sessionRoleKind, .sessionIssuedAt,
    ].map(\.name))

  /// The fields that hold what detectors in code noted of the event.
  static let namesOfNotes = Set([Self.signals, .firstSeen, .foreignImages].map(\.name))

  /// True where the whole record is needed for an answer.
  var isReadFromRecord: Bool {
    switch self {
    case .secrets, .access, .logIndicators, .coversIncident, .keepsIncident, .newKeys,
      .unlistedClusters, .unlistedSubnets, .unlistedGroups, .endsRevocation, .outsiders,
      .revokesBefore, .policyName, .policyRoles, .sparesSuspects, .deniesAll, .trustSubjects,
      .trustAdmitsRunner, .trustViolations, .foreignImages, .excess, .expiryDays,
      .unloggedBuckets:
      true
    default: false
    }
  }

  /// True where the answer depends on which runner is asked about.
  var dependsOnRunner: Bool {
    switch self {
    case .isResponder, .isOwnSession, .revocation, .isAccessLog, .subjectIsOwn, .providerIsOwn,
      .logIndicators, .coversIncident, .keepsIncident, .newKeys, .unlistedClusters,
      .unlistedSubnets, .unlistedGroups, .endsRevocation, .outsiders, .excess, .trustAdmitsRunner,
      .trustViolations:
      true
    default: false
    }
  }

  /// True for what only detections can ask: the steps of a playbook do not know it.
  var isOfDetections: Bool {
    switch self {
    case .signals, .firstSeen, .foreignImages, .indicators: true
    default: false
    }
  }

  /// All values of the fields that have an end of them, by the name of the field.
  static let possibleValues = Dictionary(
    uniqueKeysWithValues: allCases.compactMap { field in
      field.possibleValues.map { (field.name, $0) }
    })

  /// All values that the field can have; nil where there is no end of them.
  var possibleValues: [String]? {
    switch self {
    case .logIndicators:
      LogIndicators.Kind.allCases.map(\.rawValue) + ["incidentAddress"]
    case .outcome: ["success", "denied", "throttled", "notFound", "error"]
    case .sessionRoleKind, .roleKinds: RoleKind.allCases.map(\.rawValue)
    case .revocation: SessionRevocation.allCases.map(\.rawValue)
    case .signals: Signal.Name.allCases.map(\.rawValue)
    case .firstSeen: Habit.Trait.allCases.map(\.name)
    case .isService, .isResponder, .isIntruder, .isOwnSession, .sessionIsSuspect, .deniedBefore,
      .isAccessLog, .coversIncident, .keepsIncident, .endsRevocation, .deniesAll,
      .sparesSuspects, .trustAdmitsRunner, .isDeployer, .subjectIsOwn, .providerIsOwn,
      .isTrailBucket:
      ["true", "false"]
    default: nil
    }
  }
}

/// What the revocations of a runner's roles mean for a session.
enum SessionRevocation: String, CaseIterable, Sendable {
  case none, grace, ended, forgotten, outlived
}
