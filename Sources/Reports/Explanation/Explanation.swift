package import CloudTrail
package import Incident

/// All that an analysis knows of one event: who did it, with what credential, what it touched, and
/// what it proves.
package struct Explanation: Equatable, Sendable {
  /// Where a copy of the record stands.
  package struct Place: Equatable, Sendable {
    package var file: String
    package var index: Int
    /// The path to read it by where only this program does: base64, lines of text, damage, and
    /// standard input (`-`); nil where gzip and jq read it as well.
    package var ownPath: String?

    /// A place.
    package init(file: String, index: Int, ownPath: String? = nil) {
      self.file = file
      self.index = index
      self.ownPath = ownPath
    }
  }

  /// One credential in the chain that led to the event, the login first.
  package struct Link: Equatable, Sendable {
    package var session: Session
    /// How the credential stood at the time of the event, in words.
    package var standing: String
  }

  /// A playbook step that the event serves.
  package struct Step: Equatable, Sendable {
    /// `evidence` or `contradiction`.
    package var role: String
    package var runner: String
    package var step: String
    package var title: String
    package var status: StepVerdict.Status
  }

  package var eventID: String
  /// Its entry; nil where the event is on no runner's timeline.
  package var entry: TimelineEntry?
  package var eventTime: EventTime?
  package var eventSource: String
  package var eventName: String
  package var actor: String
  package var outcome: Outcome
  package var errorCode: String?
  package var sourceIPAddress: String?
  package var places: [Place] = []
  /// From the login to the credential that was used.
  package var chain: [Link] = []
  /// The credential that the event issued, and those that came of it.
  package var issued: [Session] = []
  package var targets: [String] = []
  package var findings: [Finding] = []
  package var steps: [Step] = []

  /// The explanation of an event of which only the head is known.
  package init(
    eventID: String, time: EventTime?, source: String, name: String, actor: String,
    outcome: Outcome, address: String?
  ) {
    self.eventID = eventID
    eventTime = time
    eventSource = source
    eventName = name
    self.actor = actor
    self.outcome = outcome
    sourceIPAddress = address
  }

  /// The command that finds the record again: without this program where a copy stands in a file
  /// that others read.
  package var jq: String {
    // The id is a text inside the program of jq, and that is a word of the shell.
    var id = JSONWriter()
    id.string(plainID)
    let text = String(decoding: id.bytes, as: UTF8.self)
    let select = "select(.eventID == \(text))".shellQuoted
    guard let place = places.first(where: { $0.ownPath == nil }) ?? places.first else {
      return "jq -c " + select
    }
    if let path = place.ownPath {
      // Records beside it may be no JSON, at which jq would stop.
      return "trailscan events --all \(path.shellQuoted) | grep -F -e \(eventID.shellQuoted)"
        + " | jq -c \(select)"
    }
    // Envelopes hold records as values, or as texts that are JSON.
    let all = "recurse(.[]?, (strings | fromjson?)) | objects | select(.eventID? == \(text))"
    return "jq -c \(all.shellQuoted) <(gzip -cdf \(place.file.shellQuoted))"
  }
}

extension Explanation {
  /// The id without the escapes that it was logged with.
  private var plainID: String {
    let bytes = Array("\"\(eventID)\"".utf8)
    var map = JSONMap()
    guard (try? map.read(bytes.span)) != nil else { return eventID }
    return map.text(of: 0, in: bytes.span) ?? eventID
  }

  /// Fills in what an analysis knows.
  package mutating func learn(from analysis: Analysis, used session: String?) {
    let byID = Dictionary(
      analysis.sessions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var next = session
    var seen: Set<String> = []
    while let id = next, seen.insert(id).inserted, let found = byID[id] {
      chain.insert(Link(session: found, standing: standing(of: found)), at: 0)
      next = found.issuedBy?.session
    }
    let own = analysis.sessions.filter { $0.issuedBy?.eventID == eventID }
    issued = own
    var parents = Set(own.map(\.id))
    var isGrowing = !parents.isEmpty
    while isGrowing {
      let children = analysis.sessions.filter { child in
        !parents.contains(child.id) && child.issuedBy?.session.map(parents.contains) == true
      }
      issued += children
      parents.formUnion(children.map(\.id))
      isGrowing = !children.isEmpty
    }
    findings = analysis.findings.filter { $0.eventIDs.contains(eventID) }
    steps = analysis.steps.flatMap { verdict in
      [("evidence", verdict.evidence), ("contradiction", verdict.contradictions)]
        .filter { $0.1.contains(eventID) }.map { role, _ in
          Step(
            role: role, runner: verdict.runner, step: verdict.step, title: verdict.title,
            status: verdict.status)
        }
    }
  }

  /// How a credential stood when the event happened.
  private func standing(of session: Session) -> String {
    guard let time = eventTime else { return "unknown" }
    if let revocation = session.revocation(at: time) {
      return "revoked since \(revocation.from)"
    }
    guard let expiry = session.latestExpiry else { return "of unknown expiry" }
    return time < expiry ? "valid until \(expiry) (\(session.expiryBasis))" : "expired \(expiry)"
  }
}
