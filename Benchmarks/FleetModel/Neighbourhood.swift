/// Everybody else in the accounts, and the noise they make.
///
/// Two kinds of noise are told apart because the share of the audited families in a log is given:
/// `makeNoise` stays outside them, `useStorage` is S3 and KMS traffic that is no runner's.
package struct Neighbourhood: Sendable {
  private var neighbours: [Neighbour] = []
  private var buckets: [Bucket] = []
  private var trails: [Bucket] = []
  private let weights: [Int]
  /// Where the neighbours of a kind are in `neighbours`.
  private var positions: [Neighbour.Kind: [Int]] = [:]

  /// Neighbours of each kind at each place.
  package init(at places: [Place], perKind: Int, of scenario: inout Scenario) {
    weights = NoiseCall.catalog.map(\.weight)
    for place in places {
      for kind in Neighbour.Kind.allCases {
        for _ in 0..<perKind {
          positions[kind, default: []].append(neighbours.count)
          neighbours.append(Neighbour(kind, in: place, of: &scenario))
        }
      }
      let key = scenario.encryptionKey(in: place)
      let number = scenario.generator.hex(4)
      buckets += [
        Bucket(
          account: place.account, region: place.region, name: "acme-exports-\(number)",
          encryption: .customerKey(key, bucketKeys: false)),
        Bucket(
          account: place.account, region: place.region, name: "acme-assets-\(number)",
          encryption: .storageManaged),
      ]
      trails.append(
        Bucket(
          account: place.account, region: place.region, name: "acme-cloudtrail-\(number)",
          encryption: .customerKey(scenario.encryptionKey(in: place), bucketKeys: true)))
    }
  }

  /// One call outside the audited families, and a login before it where one is due.
  package mutating func makeNoise(at time: Timestamp, in scenario: inout Scenario) {
    if scenario.generator.chance(perMille: 90) {
      makeTrap(at: time, in: &scenario)
      return
    }
    let call = NoiseCall.catalog[scenario.generator.index(weights: weights)]
    let (caller, near) = caller(call.caller, at: time, in: &scenario)
    let place = call.service == "iam" ? near.global : near
    var record = scenario.record(call.name, of: call.service, by: caller, at: time, in: place)
    record.request = call.request
    record.response = call.response
    if call.isData { record.category = .data }
    record.version = version(in: &scenario)
    fail(&record, in: &scenario)
    scenario.emit(record)
  }

  /// S3 and KMS traffic of somebody who is no runner, or of a service on its own behalf.
  package mutating func useStorage(at time: Timestamp, in scenario: inout Scenario) {
    if scenario.generator.chance(perMille: 300) {
      deliverTrail(to: scenario.generator.pick(trails), at: time, in: &scenario)
      return
    }
    let bucket = scenario.generator.pick(buckets)
    let kind = scenario.generator.pick([Neighbour.Kind.instance, .function, .function])
    let (caller, _) = caller(kind, near: bucket, at: time, in: &scenario)
    let object = "orders/2026/04/\(scenario.generator.hex(8)).parquet"
    let size = scenario.generator.number(in: 900...40_000_000)
    switch scenario.generator.below(8) {
    case 0: scenario.listObjects(in: bucket, prefix: "orders/", by: caller, at: time)
    case 1: scenario.headObject(object, in: bucket, by: caller, at: time)
    case 2, 3: scenario.putObject(object, in: bucket, size: size, by: caller, at: time)
    default: scenario.getObject(object, in: bucket, size: size, by: caller, at: time)
    }
  }

  /// CloudTrail and Config deliver their own files: the self traffic that most real logs are full
  /// of.
  private func deliverTrail(to bucket: Bucket, at time: Timestamp, in scenario: inout Scenario) {
    let service = scenario.generator.pick([
      "cloudtrail.amazonaws.com", "config.amazonaws.com", "delivery.logs.amazonaws.com",
    ])
    if scenario.generator.chance(perMille: 400) {
      scenario.bucketCall(
        "GetBucketAcl", on: bucket, marker: "acl", by: .service(service), at: time)
      return
    }
    if scenario.generator.chance(perMille: 500), case .customerKey(let key, _) = bucket.encryption {
      scenario.useKey(
        "GenerateDataKey", key, context: ["aws:s3:arn": .string(bucket.arn)],
        by: .service(service), at: time)
      return
    }
    scenario.putObject(
      "AWSLogs/\(bucket.account.id)/CloudTrail/\(time.folder)/\(scenario.generator.hex(16)).json.gz",
      in: bucket, size: 2411, by: .service(service), at: time)
  }

  mutating func caller(
    _ kind: Neighbour.Kind, near bucket: Bucket? = nil, at time: Timestamp,
    in scenario: inout Scenario
  ) -> (Caller, Place) {
    let all = positions[kind] ?? []
    let near = all.filter { bucket.map(neighbours[$0].isNear) ?? true }
    let position = scenario.generator.pick(near)
    return (neighbours[position].caller(at: time, in: &scenario), neighbours[position].place)
  }

  /// Real logs mix record versions; the oldest lack the newer keys.
  private func version(in scenario: inout Scenario) -> String {
    ["1.11", "1.10", "1.09", "1.08", "1.05"][
      scenario.generator.index(weights: [700, 120, 60, 100, 20])]
  }

  private func fail(_ record: inout Record, in scenario: inout Scenario) {
    guard scenario.generator.chance(perMille: 40) else { return }
    record.response = .null
    switch scenario.generator.below(3) {
    case 0: record.failure = Record.Failure("ThrottlingException", "Rate exceeded")
    case 1 where record.source == "ec2.amazonaws.com":
      record.failure = Record.Failure(
        "Client.UnauthorizedOperation", "You are not authorized to perform this operation.")
    default:
      record.failure = Record.Failure(
        "AccessDenied",
        "User: \(record.actor.arn) is not authorized to perform: \(record.name)")
      record.request = .null
    }
  }
}

extension Neighbour {
  func isNear(_ bucket: Bucket) -> Bool {
    place == Place(bucket.account, bucket.region)
  }
}
