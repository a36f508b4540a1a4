import FleetModel
import Incident

/// What people know of the incident (`--facts`) and what it does to verdicts.
extension VerdictTable {
  static let facts: VerdictGroup = {
    var rows = VerdictGroup("H", "Incident facts (--facts)", step: "update-runner-id")
    rows.add(
      "without facts", "an intruder at the runner's own address is not recognised", .done,
      isAttacked: false
    ) { $0.answerRunnerAlone() }
    rows.add(
      "suspects", "the same, the subject suspected: the task must be stopped", .partial,
      says: ["the stop of the task"], isAttacked: false
    ) {
      $0.facts.suspects.subjects = ["acme+prod-*"]
      $0.facts.compromised = VerdictStory.moment("08:00")
      $0.answerRunnerAlone()
    }
    rows.add(
      "suspects", "the key suspected: its login is suspicious after the revocation",
      .contradicted, says: ["issued after the revocation"], isAttacked: false
    ) { story in
      story.answerRunnerAlone()
      let login = story.scenario.login(story.runner, at: VerdictStory.at("10:20"))
      story.facts.suspects.keys = [login.accessKeyID]
      story.scenario.listTasks(
        of: story.runner, by: FleetModel.Caller(login, from: story.runner.origin),
        at: VerdictStory.at("10:40"))
    }
    rows.add(
      "suspects", "an address suspected, of another runner's incident: nothing changes", .done,
      isAttacked: false
    ) {
      $0.facts.runner = "another"
      $0.facts.suspects.addresses = ["0.0.0.0/0"]
      $0.answerRunnerAlone()
    }
    rows.add(
      "compromised", "a review before the first sign, which is after the start that is known",
      .done, step: "review-trust"
    ) {
      $0.facts.compromised = VerdictStory.moment("08:30")
      $0.reviewTrust(at: "08:58")
    }
    rows.add(
      "compromised", "a review before the start that is known counts not", .notSeen,
      step: "review-trust"
    ) {
      $0.facts.compromised = VerdictStory.moment("09:00")
      $0.reviewTrust(at: "08:58")
    }
    rows.add(
      "responders", "done by somebody whom the facts do not name", .partial,
      says: ["By an unexpected actor", "maria.keller"]
    ) {
      $0.facts.responders = ["arn:aws:sts::*:assumed-role/break-glass/*"]
      $0.rotate()
    }
    rows.add("responders", "done by one whom the facts name", .done, step: "review-trust") {
      $0.facts.responders = ["arn:aws:sts::*:assumed-role/incident-responder/*"]
      $0.reviewTrust(at: "11:30")
    }
    rows.add(
      "attestation", "somebody attests the step: said beside the verdict, proof of nothing",
      .notSeen, step: "review-logs"
    ) {
      $0.facts.attestations = [
        .init(step: "review-logs", by: "Maria", at: VerdictStory.moment("12:00"))
      ]
    }
    rows.add("times", "when it was detected, notified, recovered: no verdict changes", .notSeen) {
      $0.facts.detected = VerdictStory.moment("10:00")
      $0.facts.notified = VerdictStory.moment("10:10")
      $0.facts.recovered = VerdictStory.moment("12:00")
    }
    addTimes(to: &rows)
    return rows
  }()

  /// Times that the logs, which go from 06:00 to 14:00, do not reach.
  private static func addTimes(to rows: inout VerdictGroup) {
    rows.add(
      "compromised", "before the logs begin: a review cannot be ruled out", .notAssessable,
      says: ["in eu-central-1 from 2026-04-14T03:00:00Z to 2026-04-14T06:00:00Z"],
      step: "review-logs"
    ) { $0.facts.compromised = VerdictStory.moment("03:00") }
    rows.add(
      "compromised", "before the logs begin: nor can the reading of secrets", .notAssessable,
      says: ["whether secrets were read"], step: "rotate-secrets"
    ) { $0.facts.compromised = VerdictStory.moment("03:00") }
    rows.add(
      "compromised", "before the logs begin, of a runner that the facts name and nothing else does",
      .notAssessable, says: ["from 2026-04-14T03:00:00Z"], step: "review-logs", isAttacked: false
    ) {
      $0.facts.runner = "prod-runner"
      $0.facts.compromised = VerdictStory.moment("03:00")
    }
    rows.add(
      "times", "detected when the logs have ended: what followed is not in them", .notAssessable,
      says: ["to 2026-04-14T18:00:00Z"], step: "review-logs"
    ) { $0.facts.detected = VerdictStory.moment("18:00") }
    rows.add(
      "times", "the same, and the review is in the logs", .done, step: "review-trust"
    ) {
      $0.facts.recovered = VerdictStory.moment("18:00")
      $0.reviewTrust(at: "11:30")
    }
  }
}

extension VerdictStory {
  /// Step 3 without a task of the intruder to stop.
  fileprivate mutating func answerRunnerAlone() {
    revoke(at: "10:05")
    replace(at: "10:10")
  }
}
