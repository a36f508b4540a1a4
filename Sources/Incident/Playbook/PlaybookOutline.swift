internal import Sigma

/// A playbook as a checklist for people: what each step asks for, in words.
package struct PlaybookOutline: Equatable, Sendable {
  /// A step.
  package struct Step: Equatable, Sendable {
    package var id: String
    package var title: String
    /// The steps, or parts of steps (`step.part`), that should come before.
    package var after: [String] = []
    package var parts: [Part] = []
    /// What disproves the step.
    package var contradictions: [String] = []
    /// What leaves it partial at best.
    package var limits: [String] = []
    /// The logs without which nothing may be claimed.
    package var needs: [String] = []
  }

  /// Something that must be seen.
  package struct Part: Equatable, Sendable {
    package var title: String
    /// What each of must be seen (`roleNames`); nil where once is enough.
    package var forEach: String?
    package var isOptional: Bool
    /// What proves it, and what only hints at it.
    package var evidence: [String]
    package var weakEvidence: [String]
  }

  /// A Sigma rule that belongs to the playbook.
  package struct Rule: Equatable, Sendable {
    package var id: String
    package var title: String
    package var level: String
    package var description: String
  }

  package var id: String
  package var title: String
  package var description: String
  package var steps: [Step]
  package var rules: [Rule] = []
}

extension Playbook {
  /// The checklist of this playbook.
  package var outline: PlaybookOutline {
    PlaybookOutline(
      id: id, title: title, description: description, steps: steps.map { outline(of: $0) },
      rules: ruleOutlines)
  }

  /// The Sigma rules of the playbook, which were checked when it was read.
  private var ruleOutlines: [PlaybookOutline.Rule] {
    guard let detections else { return [] }
    var diagnostics = Diagnostics()
    let pack = DetectionPack(
      loading: [detections], includesBuiltIn: false, diagnostics: &diagnostics)
    return pack.ruleSet.rules.map { rule in
      PlaybookOutline.Rule(
        id: rule.identifier, title: rule.title, level: rule.level.rawValue,
        description: rule.description ?? "")
    }
  }

  private func outline(of step: PlaybookStep) -> PlaybookOutline.Step {
    var outline = PlaybookOutline.Step(id: step.id, title: step.title)
    outline.after = step.after.map { before in
      let owner = steps[before.step]
      return before.part.map { "\(owner.id).\(owner.parts[$0].id)" } ?? owner.id
    }
    outline.parts = step.parts.map { part in
      PlaybookOutline.Part(
        title: part.title, forEach: part.forEach?.shortName, isOptional: part.isOptional,
        evidence: part.evidence.filter { !rules[$0].isWeak }.map { rules[$0].title },
        weakEvidence: part.evidence.filter { rules[$0].isWeak }.map { rules[$0].title })
    }
    outline.contradictions = step.contradictions.map { rules[$0].title }
    outline.limits = step.limits.map { rules[$0].title }
    outline.needs = step.needs.map(\.words)
    return outline
  }
}

extension PlaybookNeed {
  /// What is needed, in words.
  var words: String {
    if let outside { return outside }
    let what =
      switch events {
      case .writes: "the calls"
      case .reads: "the read-only calls"
      case .kms: "the calls to KMS"
      case .s3Data: "the S3 data events"
      }
    let places = places.map { place in
      switch place {
      case .global: "the region of global services"
      case .runner: "the runner's regions"
      case .holdings(.runner(.keys)): "the accounts and regions of the runner's keys"
      case .holdings(.runner(.logGroups)): "the regions of the runner's log groups"
      case .holdings(.runner): "the regions of the runner's buckets"
      case .holdings(.captured): "the accounts and regions concerned"
      case .region(let name): name
      }
    }
    let buckets = buckets.map { _ in "of the buckets concerned" }
    return ([what, buckets] + [places.isEmpty ? nil : "in " + places.joined(separator: ", ")])
      .compactMap { $0 }.joined(separator: " ")
  }
}
