package import Sigma

/// A playbook, checked and compiled: who is a runner, who answers, and what each step asks of the
/// logs.
///
/// Immutable; any number of threads may use it. The engine knows no step by its name: all that is
/// particular stands in the YAML.
///
///     playbooks/rotation.yaml ─► PlaybookSource ─► Playbook ─► RecordKeeper   (while scanning)
///                                                         └──► StepEngine     (in order of time)
package struct Playbook: Sendable {
  /// The version of the form that this program reads.
  package static let schema = "trailscan.playbook/1"

  /// Calls that the steps are about, as the playbook tells its readers.
  package struct Family: Sendable {
    package let id: String
    package let title: String
    /// The question whether a record belongs to it.
    package let detection: Detection
  }

  /// The fields of trailscan's own that rules may ask for, by name, in text order.
  package static let fieldNames = ContextField.allCases.map(\.name).sorted()
  /// The values of the fields that have an end of them, by field.
  package static let fieldValues = ContextField.possibleValues

  /// The sets of a runner's names that rules may expand, by name, in text order.
  package static let setNames = RunnerSet.allCases.map(\.name).sorted()

  package let id: String
  package let title: String
  package let description: String
  /// How long, in seconds, a change of policies may take to work everywhere.
  package let grace: Int64
  /// The longest silence of a region, in seconds, that still counts as covered.
  package let silence: Int64
  /// The region that logs global services, by partition (`aws`, `aws-cn` …).
  package let globalRegions: [String: String]
  package let profiles: [RunnerProfile]
  package let families: [Family]
  /// ARNs with wildcards of those who answer an incident; empty = anybody who is no runner.
  package var responders: [String]
  /// Names and ranges of the networks from which runners may be used.
  package private(set) var networks: [String: [String]]
  /// ARNs with wildcards of those who change the infrastructure with Terraform; empty = nobody.
  package let deployers: [String]
  /// Images that containers may run, with wildcards.
  package let registries: [String]
  /// Addresses that nobody should come from, list by list.
  let watchlists: [Watchlist]
  /// What nobody wants to hear of.
  package let suppressions: [Suppression]
  let responderTest: Detection?
  private(set) var networkTest: Detection?
  let steps: [PlaybookStep]
  let rules: [PlaybookRule]
  /// Sigma rules that belong to the playbook; nil where it has none.
  package let detections: RuleDocuments?

  /// The same playbook with the networks of a file: names and ranges, or these under `networks`.
  ///
  /// Nil where a fault was noted in `diagnostics`.
  package func replacingNetworks(_ source: SourceText, _ diagnostics: inout Diagnostics)
    -> Playbook?
  {
    var parser = PlaybookParser(source)
    let written = parser.parseNetworks()
    var checker = PlaybookChecker(written)
    let test = checker.networkTest()
    diagnostics.add(parser.diagnostics)
    diagnostics.add(checker.diagnostics)
    guard parser.diagnostics.errors.isEmpty, checker.diagnostics.errors.isEmpty else { return nil }
    var playbook = self
    playbook.networks = checker.networks
    playbook.networkTest = test
    return playbook
  }
}

extension Playbook {
  /// True where a rule asks about calls that it does not name, whoever made them.
  var asksAnyCall: Bool {
    rules.contains { $0.by != .runner && $0.needs != .whole && !$0.calls.isNarrow }
  }
}

/// Addresses that nobody should come from.
struct Watchlist: Sendable {
  var name: String
  var ranges: [NetworkRange]
}

/// A step, compiled; rules are numbers into `Playbook.rules`.
struct PlaybookStep: Sendable {
  /// What must be seen.
  struct Part: Sendable {
    var id: String
    var title: String
    var forEach: ItemSet?
    /// The name of a capture whose values are no items.
    var except: String?
    /// True where it proves more than is asked for.
    var isOptional: Bool
    /// True where a runner without any item has nothing to show.
    var mayBeEmpty: Bool
    /// True where what is missing names the sessions that are still valid.
    var listsLive: Bool
    var evidence: [Int]
  }

  /// When the step concerns a runner.
  struct Applies: Sendable {
    var ifAny: [ItemSet] = []
    /// Why the step does not concern a runner where all of `ifAny` is empty.
    var ifNone: String?
    var ifSeen: [Int] = []
    var ifNot: [Int] = []
    /// Logs without which `ifNot` proves nothing.
    var needs: [PlaybookNeed] = []
    var unlessSuccessor = false
    var unknown = ""
  }

  /// A step or a part of one that should have come before.
  struct Predecessor: Sendable {
    var step: Int
    var part: Int?
  }

  var id: String
  var title: String
  var after: [Predecessor] = []
  var applies: Applies?
  var needs: [PlaybookNeed] = []
  /// Logs without which contradictions may have been missed.
  var watch: [PlaybookNeed] = []
  var parts: [Part] = []
  var contradictions: [Int] = []
  var limits: [Int] = []
  var remarks: [Int] = []
}

/// Logs without which the absence of evidence means nothing.
struct PlaybookNeed: Sendable {
  /// What must be in the logs.
  enum Events: String, CaseIterable, Sendable {
    case writes, reads, kms, s3Data
  }

  /// Where.
  enum Place: Hashable, Sendable {
    case global
    case runner
    /// Where those of a set are.
    case holdings(ItemSet)
    case region(String)
  }

  var events: Events
  /// Empty only for what is `outside`: whatever is claimed is claimed of some hours somewhere.
  var places: [Place]
  /// The capture that names the buckets whose data events are meant.
  var buckets: String?
  /// A source that is no log of CloudTrail; always missing.
  var outside: String?
}

/// A question about a record, compiled, with what follows from it.
struct PlaybookRule: Sendable {
  /// Who must have made the call.
  enum Caller: String, CaseIterable, Sendable {
    case responders, runner, anyone
  }

  /// How the call must have ended.
  enum Ending: String, CaseIterable, Sendable {
    case success, denied, failed, any
  }

  /// Which matches count.
  enum Window: String, CaseIterable, Sendable {
    /// Those since the incident began.
    case incident
    /// All.
    case always
  }

  /// What a match does to the sessions of roles; texts name fields.
  enum Effect: Sendable {
    case ends(roles: String, before: Cutoff, policy: String?)
    case restores(roles: String, policy: String)
  }

  /// Which sessions an effect ends: those issued before this.
  enum Cutoff: Sendable {
    case eventTime
    /// All, also those to come.
    case forever
    case field(String)
  }

  var id: String
  var title: String
  var detection: Detection
  var calls: CallIndex
  var by: Caller
  var ending: Ending
  var window: Window
  /// Rules one of which must have matched before; empty = none.
  var after: [Int] = []
  /// How long, in seconds, after that, or after a capture, matches begin to count.
  var delay: Int64 = 0
  var forEach: ItemSet?
  var isWeak: Bool
  var marksIncident: Bool
  /// Rules that take the match back when they match later.
  var undoneBy: [Int] = []
  /// Rules whose match for the same item, at any time, makes this one meaningless.
  var unless: [Int] = []
  var effect: Effect?
  /// The name of the capture and the field it takes.
  var capture: (id: String, field: String)?
  /// True where what the capture takes is the intruder, if a suspicious session made it.
  var namesIntruders = false
  /// The field that notes show.
  var show: String?
  /// The step it belongs to; nil for captures.
  var step: Int?
  var needs: RecordNeed
  /// True where nobody asks for a second match.
  var isAnsweredOnce = false
  /// Fields one of which must hold a name of the runner; nil = nothing tells.
  var boundBy: [String]?
  /// True where the answer depends on the item.
  var asksForItem = false

  /// How much of a record the question needs.
  enum RecordNeed: Sendable {
    /// Nothing of the record itself.
    case nothing
    /// Fields that every event carries.
    case head
    /// Any field.
    case whole

    /// What the question itself needs; keywords may stand anywhere.
    init(of detection: Detection) {
      self = detection.hasKeywords ? .whole : Self(fields: detection.fields.sorted())
    }

    /// What questions about fields with these names need.
    init(fields names: [String]) {
      let needs = names.map { name -> Self in
        if let field = ContextField(name: name) {
          return field.isReadFromRecord ? .whole : .nothing
        }
        return RecordHead.fields.contains(name) ? .head : .whole
      }
      self = needs.contains(.whole) ? .whole : needs.contains(.head) ? .head : .nothing
    }
  }
}
