import CloudTrail
import Incident

extension Sample {
  /// Every status once, and a second runner.
  enum Verdicts {
    static let all = [
      verdict("review-logs", "Review the runner's logs", .partial, "One query, of a short window.")
      {
        $0.evidence = [event(8)]
        $0.missing = ["a query that covers 09:00 to 12:00"]
        $0.actors = ["arn:aws:sts::111122223333:assumed-role/IR-Responder/alice"]
        ($0.since, $0.sinceBasis) = (time(9), "Incident start as the facts say.")
        ($0.firstTime, $0.lastTime) = (time(10, 5), time(10, 5))
      },
      verdict(
        "review-access", "Review S3 access logs", .notAssessable, "The bucket's logs are absent."
      ) {
        $0.missing = ["S3 server access logs of acme-shop-eu-2-artefacts", "S3 data events"]
        $0.attestation = Incidents.attestation
      },
      verdict(
        "runner-id", "Update the runner id", .contradicted, "A revoked credential still worked."
      ) {
        $0.evidence = [event(11)]
        $0.contradictions = [event(12), event(4)]
        $0.actors = ["arn:aws:sts::111122223333:assumed-role/IR-Responder/alice", Hostile.terminal]
        ($0.firstTime, $0.lastTime) = (time(10, 31), time(17, 20, 11, day: 3))
      },
      verdict("rotate-keys", "Rotate KMS keys", .notApplicable, "No customer key is used."),
      verdict("review-trust", "Review trust policies", .notSeen, "Nobody read | the `policies`.") {
        $0.missing = ["GetRole of each role"]
      },
      verdict("revoke", "Revoke live sessions", .done, "All three roles.") {
        $0.evidence = (30..<42).map { event($0) }
        ($0.firstTime, $0.lastTime) = (time(10, 31), time(10, 33))
      },
      verdict(
        "runner-id", "Update the runner id", .done, "Replaced by shop-eu-2.", runner: "shop-eu-1"),
    ]

    private static func verdict(
      _ step: String, _ title: String, _ status: StepVerdict.Status, _ note: String,
      runner: String = "shop-eu-2", _ change: (inout StepVerdict) -> Void = { _ in }
    ) -> StepVerdict {
      var verdict = StepVerdict(
        runner: runner, playbook: "rotation", step: step, title: title, status: status, note: note)
      change(&verdict)
      return verdict
    }
  }

  /// A well covered region and a thin one.
  enum Regions {
    static let all: [CoverageEntry] = {
      var main = CoverageEntry(recipientAccountID: account, awsRegion: "eu-central-1")
      (main.files, main.records, main.duplicates) = (4_000, 50_000, 6_000)
      (main.firstTime, main.lastTime) = (time(8), time(23, 59, day: 3))
      main.missing = [
        CoverageEntry.Gap(from: time(13), to: time(15)),
        CoverageEntry.Gap(from: time(3, day: 3), to: time(4, day: 3)),
      ]
      main.categories = ["Management": 43_000, "Data": 900, "NetworkActivity": 100]
      (main.readOnlySeen, main.kmsSeen) = (true, true)
      (main.hours.spanned, main.hours.withRecords) = (40, 35)
      (main.hours.withFiles, main.hours.withDigests) = (36, 12)
      main.holes = [
        CoverageEntry.Hole(
          file: "AWSLogs/\(account)/CloudTrail/eu-central-1/2026/03/02/lost.json.gz",
          reason: .absent,
          from: time(10, 2, 11), to: time(10, 4, 9))
      ]
      (main.digests.unverifiable, main.digests.listed, main.digests.absent) = (12, 3_900, 1)
      main.digests.gaps = [CoverageEntry.Gap(from: time(13), to: time(15))]
      main.digests.unlisted = ["\(account)_CloudTrail_eu-central-1_20260302T1205Z_planted.json.gz"]
      (main.digests.firstTime, main.digests.lastTime) = (time(8, 7), time(22, 7))
      main.settledTime = time(23, 44, day: 3)
      var second = CoverageEntry(recipientAccountID: account, awsRegion: "us-east-1")
      (second.files, second.records, second.duplicates) = (1_009, 1_895, 496)
      (second.firstTime, second.lastTime) = (time(8, 30), time(22, day: 3))
      second.categories = ["Management": 1_399]
      return [main, second]
    }()
  }

  /// One finding of a runner, one of nobody.
  enum Findings {
    static let all: [Finding] = {
      var login = Finding(
        id: "F06", title: "Login from a network never seen before", level: .high,
        time: time(9, 0, 5),
        eventID: event(1), why: "The login came from \(Hostile.table).",
        next: "Ask the platform team whether the address is theirs; revoke if not.")
      (login.runner, login.session) = ("shop-eu-2", "s9f3c21c")
      login.actors = ["arn:aws:sts::111122223333:assumed-role/shop/\(Hostile.terminal)"]
      login.sourceIPAddresses = ["203.0.113.9", "AWS Internal"]
      (login.techniques, login.tactics) = (["T1078.004"], ["initial-access"])
      login.benign = ["a new build farm", "a new NAT gateway"]
      var chained = Finding(
        id: "E02", title: "Role chaining out of a task", level: .critical, time: time(10, 4, 40),
        eventID: event(6), why: "Task roles do not chain.", next: "Look at data-admin.")
      (chained.count, chained.lastTime) = (3, time(10, 9))
      chained.eventIDs = [event(6), event(13), event(14)]
      return [login, chained]
    }()

    static let silenced = [
      Silenced(
        finding: "N*", runner: "shop-*", reason: "a migration, see \(Hostile.terminal)",
        until: time(12), count: 3, late: 1),
      Silenced(finding: "F12", reason: "a new SDK", until: time(0, day: 30), count: 0),
    ]
  }
}
