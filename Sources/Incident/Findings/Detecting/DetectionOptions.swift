internal import CloudTrail
internal import Sigma

/// What a rule says under its key `trailscan`, beyond what Sigma can say.
struct DetectionOptions: Sendable {
  /// A level for those matches that another question says yes to.
  struct Grade: Sendable {
    var level: Finding.Level
    var detection: Detection
  }

  /// What a denied call counts.
  enum Denial: String, CaseIterable {
    case same, lower
  }

  /// What to do next.
  var next = ""
  /// How the call must have ended.
  var outcomes = Set(Outcome.allCases)
  /// True where a denied call counts one level less.
  var lowersDenied = false
  /// True where denied calls are a finding apart from those that were let through.
  var partsDenied = false
  /// True where those who deploy the infrastructure are no exception.
  var includesDeployers = true
  /// True where what services do for themselves counts.
  var includesServices = true
  /// The first that says yes decides.
  var grades: [Grade] = []
  /// Fields whose values make findings of their own.
  var per: [String] = []
  /// A field whose values complete the reason.
  var show: String?

  /// What a rule says that does not say anything.
  init() {}
}
