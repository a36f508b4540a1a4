import CloudTrail
import Incident

extension Sample {
  /// An incident that is not over, with facts that people gave.
  enum Incidents {
    static let attestation = IncidentFacts.Attestation(
      step: "review-access", by: Hostile.table, at: time(11), note: "seen in the console")

    static let all: [IncidentCase] = {
      var incident = IncidentCase(
        runner: "shop-eu-2", start: time(9), startBasis: "Incident start as the facts say.")
      var first = IncidentCase.Milestone(
        .firstUnauthorizedCall, time(9, 0, 5), .logged, "sts AssumeRoleWithWebIdentity")
      (first.eventID, first.actor) = (event(1), Hostile.terminal)
      incident.milestones = [
        IncidentCase.Milestone(.initialCompromise, time(9), .given, "as the facts say"), first,
        IncidentCase.Milestone(.detectionAlert, time(10), .inferred, "first action"),
        IncidentCase.Milestone(
          .containmentComplete, nil, .unknown, "NOT COMPLETE: session s9xa0042 is valid"),
        IncidentCase.Milestone(.recoveryValidated, nil, .unknown, "no log tells"),
      ]
      incident.metrics = [
        IncidentCase.Metric(
          .timeToDetect, seconds: 3_595, source: .inferred, basis: "first call → alert"),
        IncidentCase.Metric(.timeToRecover, seconds: nil, source: .unknown, basis: "not known"),
      ]
      incident.exposure = IncidentCase.Exposure(
        from: time(9, 0, 5), to: time(12, day: 4), isOpen: true, session: "s9xa0042")
      incident.dataImpact = .confirmed
      incident.suspectSessions = ["s9f3c21c", "s9xa0042"]
      incident.suspectAddresses = ["203.0.113.9"]
      incident.accounts = [account]
      incident.regions = ["eu-central-1"]
      incident.attestations = [attestation]
      return [incident]
    }()

    static let reach: [SessionReach] = {
      var reach = SessionReach(session: "s9xa0042", runner: "shop-eu-2", isSuspect: true)
      (reach.firstTime, reach.lastTime) = (time(9, 4), time(9, 40))
      (reach.events, reach.denied) = (977, 2)
      var bucket = SessionReach.Bucket(name: "acme-shop-eu-2-artefacts")
      (bucket.objects, bucket.reads, bucket.lists, bucket.denied) = (212, 970, 2, 1)
      (bucket.bytesOut, bucket.prefixes) = (71_303_168, ["env/", Hostile.wide])
      var key = SessionReach.Key(name: "arn:aws:kms:eu-central-1:111122223333:key/1")
      (key.calls, key.contexts) = (970, ["arn:aws:s3:::acme-shop-eu-2-artefacts/\(Hostile.table)"])
      var secret = SessionReach.Item(kind: .secret, name: Hostile.formula)
      secret.denied = 1
      (reach.buckets, reach.keys, reach.items) = ([bucket], [key], [secret])
      reach.calls = ["s3:GetObject": 970]
      reach.deniedCalls = ["secretsmanager:GetSecretValue": 1]
      reach.hasDataEvents = false
      return [reach]
    }()
  }
}
