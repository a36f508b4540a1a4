internal import Sigma

extension PlaybookParser {
  /// A step of the playbook.
  mutating func step(_ node: YAMLNode) -> PlaybookSource.Step {
    let fields = fields(
      of: node, in: "a step",
      known: [
        "id", "title", "after", "applies", "needs", "watch", "parts", "contradictions", "limits",
        "remarks",
        "signals",
      ], required: ["id", "title", "parts"])
    var step = PlaybookSource.Step(place: node.place)
    step.id = text(fields["id"])
    step.title = text(fields["title"])
    step.after = texts(fields["after"])
    step.applies = fields["applies"].map { applies($0) }
    step.needs = list(fields["needs"]).map { need($0) }
    step.watch = list(fields["watch"]).map { need($0) }
    step.parts = list(fields["parts"]).map { part($0) }
    let undoing = ["clearedBy", "unless"]
    step.contradictions = list(fields["contradictions"]).map { rule($0, extra: undoing) }
    step.limits = list(fields["limits"]).map { rule($0, extra: undoing) }
    step.remarks = list(fields["remarks"]).map { rule($0) }
    step.signals = list(fields["signals"]).map { rule($0) }
    if let parts = fields["parts"], parts.elements?.isEmpty == true {
      fail("the step has no parts", at: parts.place)
    }
    return step
  }

  private mutating func part(_ node: YAMLNode) -> PlaybookSource.Part {
    let fields = fields(
      of: node, in: "a part",
      known: [
        "id", "title", "forEach", "except", "optional", "mayBeEmpty", "listsLive", "evidence",
      ],
      required: ["id", "title", "evidence"])
    var part = PlaybookSource.Part(place: node.place)
    part.id = text(fields["id"])
    part.title = text(fields["title"])
    part.forEach = text(fields["forEach"])
    part.except = text(fields["except"])
    part.isOptional = flag(fields["optional"])
    part.mayBeEmpty = flag(fields["mayBeEmpty"])
    part.listsLive = flag(fields["listsLive"])
    part.evidence = list(fields["evidence"]).map { rule($0, extra: ["weak", "undoneBy"]) }
    return part
  }

  private mutating func need(_ node: YAMLNode) -> PlaybookSource.Need {
    let fields = fields(
      of: node, in: "a need", known: ["events", "regions", "buckets", "outside"])
    var need = PlaybookSource.Need(place: node.place)
    need.events = text(fields["events"])
    need.regions = texts(fields["regions"])
    need.buckets = text(fields["buckets"])
    need.outside = text(fields["outside"])
    return need
  }

  private mutating func applies(_ node: YAMLNode) -> PlaybookSource.Applies {
    let fields = fields(
      of: node, in: "'applies'",
      known: ["ifAny", "ifNone", "if", "ifNot", "needs", "unlessRunner", "unknown"])
    var applies = PlaybookSource.Applies(place: node.place)
    applies.ifAny = texts(fields["ifAny"])
    applies.ifNone = text(fields["ifNone"])
    applies.ifSeen = list(fields["if"]).map { rule($0) }
    applies.ifNot = list(fields["ifNot"]).map { rule($0) }
    applies.needs = list(fields["needs"]).map { need($0) }
    applies.unlessRunner = text(fields["unlessRunner"])
    applies.unknown = text(fields["unknown"])
    return applies
  }

  /// A rule; `extra` keys are those that only some kinds of rules have.
  mutating func rule(
    _ node: YAMLNode, extra: [String] = [], _ required: [String] = []
  ) -> PlaybookSource.Rule {
    let fields = fields(
      of: node, in: "a rule",
      known: [
        "id", "title", "select", "by", "outcome", "window", "after", "delay", "forEach",
        "marksIncident", "effect", "show",
      ] + extra, required: ["id", "title", "select"] + required)
    var rule = PlaybookSource.Rule(place: node.place)
    rule.id = text(fields["id"])
    rule.title = text(fields["title"])
    rule.select = fields["select"]
    rule.by = text(fields["by"])
    rule.outcome = text(fields["outcome"])
    rule.window = text(fields["window"])
    rule.after = texts(fields["after"])
    rule.delay = text(fields["delay"])
    rule.forEach = text(fields["forEach"])
    rule.isWeak = flag(fields["weak"])
    rule.marksIncident = flag(fields["marksIncident"])
    rule.undoneBy = texts(fields["undoneBy"]) + texts(fields["clearedBy"])
    rule.unless = texts(fields["unless"])
    rule.effect = fields["effect"].map { effect($0) }
    rule.value = text(fields["value"])
    rule.namesIntruders = flag(fields["intruders"])
    rule.show = text(fields["show"])
    return rule
  }

  private mutating func effect(_ node: YAMLNode) -> PlaybookSource.Effect {
    let fields = fields(
      of: node, in: "an effect",
      known: ["endsSessionsOf", "restoresSessionsOf", "issuedBefore", "policy"])
    var effect = PlaybookSource.Effect(place: node.place)
    effect.endsSessionsOf = text(fields["endsSessionsOf"])
    effect.restoresSessionsOf = text(fields["restoresSessionsOf"])
    effect.issuedBefore = text(fields["issuedBefore"])
    effect.policy = text(fields["policy"])
    return effect
  }
}
