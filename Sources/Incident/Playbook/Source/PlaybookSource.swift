internal import Sigma

/// A playbook as it was written: names and values still texts, each with its place.
///
/// `PlaybookParser` makes it of YAML and refuses unknown keys; `PlaybookChecker` makes a `Playbook`
/// of it and refuses what the texts say wrongly.
///
///     YAML ─► PlaybookSource ─► Playbook
///             (as written)      (checked, compiled)
struct PlaybookSource {
  /// A value and where it stands.
  struct Placed<Value> {
    var value: Value
    var place: SourcePlace
  }

  typealias Text = Placed<String>

  /// A kind of runner.
  struct Profile {
    var place: SourcePlace
    var id: Text?
    var title: Text?
    var providers: [Text] = []
    var subject: Text?
    var roles: [(kind: Text, pattern: Text)] = []
    var buckets: [Text] = []
    var clusters: [Text] = []
    var logGroups: [Text] = []
    var grants: [(kind: Text, action: Text)] = []
  }

  /// A question about a record, with what follows from it.
  struct Rule {
    var place: SourcePlace
    var id: Text?
    var title: Text?
    var select: YAMLNode?
    var by: Text?
    var outcome: Text?
    var window: Text?
    var after: [Text] = []
    var delay: Text?
    var forEach: Text?
    var isWeak = false
    var marksIncident = false
    var undoneBy: [Text] = []
    var unless: [Text] = []
    var effect: Effect?
    /// What a capture takes from the record.
    var value: Text?
    /// True for a capture that learns whom, and with what keys, intruders call.
    var namesIntruders = false
    /// What a note shows of the record.
    var show: Text?
  }

  /// What a match does to the sessions of roles.
  struct Effect {
    var place: SourcePlace
    var endsSessionsOf: Text?
    var restoresSessionsOf: Text?
    var issuedBefore: Text?
    var policy: Text?
  }

  /// What must be seen.
  struct Part {
    var place: SourcePlace
    var id: Text?
    var title: Text?
    var forEach: Text?
    var except: Text?
    var isOptional = false
    var mayBeEmpty = false
    var listsLive = false
    var evidence: [Rule] = []
  }

  /// Logs without which nothing may be claimed.
  struct Need {
    var place: SourcePlace
    var events: Text?
    var regions: [Text] = []
    var buckets: Text?
    var outside: Text?
  }

  /// When a step concerns a runner.
  struct Applies {
    var place: SourcePlace
    var ifAny: [Text] = []
    var ifNone: Text?
    var ifSeen: [Rule] = []
    var ifNot: [Rule] = []
    var needs: [Need] = []
    var unlessRunner: Text?
    var unknown: Text?
  }

  /// A step.
  struct Step {
    var place: SourcePlace
    var id: Text?
    var title: Text?
    var after: [Text] = []
    var applies: Applies?
    var needs: [Need] = []
    var watch: [Need] = []
    var parts: [Part] = []
    var contradictions: [Rule] = []
    var limits: [Rule] = []
    var remarks: [Rule] = []
    var signals: [Rule] = []
  }

  /// What nobody wants to hear of.
  struct Suppression {
    var place: SourcePlace
    var finding: Text?
    var runner: Text?
    var reason: Text?
    var until: Text?
    var select: YAMLNode?
  }

  /// A family of calls that is watched.
  struct Family {
    var place: SourcePlace
    var id: Text?
    var title: Text?
    var select: YAMLNode?
  }

  let text: SourceText
  var place: SourcePlace
  var schema: Text?
  var id: Text?
  var title: Text?
  var description: Text?
  var grace: Text?
  var silence: Text?
  var globalRegions: [(partition: Text, region: Text)] = []
  var profiles: [Profile] = []
  var families: [Family] = []
  var responders: [Text] = []
  var networks: [(name: Text, ranges: [Text])] = []
  var deployers: [Text] = []
  var registries: [Text] = []
  var watchlists: [(name: Text, ranges: [Text])] = []
  var suppressions: [Suppression] = []
  /// Sigma rules that belong to the playbook.
  var detections: [YAMLNode] = []
  var captures: [Rule] = []
  var steps: [Step] = []
}
