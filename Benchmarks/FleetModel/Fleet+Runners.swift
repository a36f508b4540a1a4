/// A workflow or pod with web identity, the roles it goes through, and the bucket it writes to.
struct Workload: Sendable {
  var runner: RunnerModel
  var chain: [Role]
  var bucket: Bucket?
}

/// The roles in which people of an account act on its runners.
struct Staff: Sendable {
  var signIn: Role
  var responder: Role
  var deployer: Role
}

extension Fleet {
  /// The staff of `account`; its roles are made when they are first needed.
  mutating func staff(of account: Account) -> Staff {
    if let known = staff[account] { return known }
    let new = Staff(
      signIn: scenario.role("AWSReservedSSO_Responder_4a7f19c2d3e85b60", in: account),
      responder: scenario.role("incident-responder", in: account),
      deployer: scenario.role("platform-deployer", in: account))
    staff[account] = new
    return new
  }

  /// Makes the runners and workloads and decides when something happens to them.
  mutating func hire() {
    for number in 0..<plan.runners { hireRunner(number) }
    let shopRole = scenario.role("shop-deploy", in: Self.places[0].account)
    for number in 0..<max(2, plan.runners / 2) {
      hireWorkflow(number, sharing: shopRole)
      hirePod(number)
    }
    let length = plan.minutes * 60
    attackTimes = (0..<plan.attacks).map { plan.start + length / (plan.attacks + 1) * ($0 + 1) }
    attackTimes.reverse()
    if plan.hasGallery { galleryTimes = [plan.start + length * 4 / 5] }
    if runners.count > changed { changeTimes = [plan.start + length * 3 / 4] }
  }

  private mutating func hireRunner(_ number: Int) {
    let place = Self.places[number % Self.places.count]
    let id = number % 3 == 2 ? "runner-\(scenario.generator.hex(16))" : "team-\(number)-runner"
    let key = scenario.encryptionKey(in: place)
    let encryption: Bucket.Encryption =
      switch number % 3 {
      case 0: .customerKey(key, bucketKeys: false)
      case 1: .storageManaged
      default: .customerKey(key, bucketKeys: true)
      }
    runners.append(
      scenario.humanitecRunner(
        id, in: place, encryption: encryption, path: number % 2 == 0 ? "/" : "/platform/runners/"))
  }

  private mutating func hireWorkflow(_ number: Int, sharing shopRole: Role) {
    // The workflows of one repository share a role and the default session name.
    let place = number < 3 ? Self.places[0] : Self.places[number % Self.places.count]
    let subjects = [
      "repo:acme/shop:ref:refs/heads/main", "repo:acme/shop:environment:production",
      "repo:acme/shop:pull_request", "repo:acme/data-\(number):ref:refs/tags/v1.\(number).0",
    ]
    let subject = number < 3 ? subjects[number] : subjects[3]
    let role =
      number < 3 ? shopRole : scenario.role("data-\(number)-deploy", in: place.account)
    let runner = scenario.gitHubRunner(subject, role: role, in: place)
    // Every second one goes through further roles, the last of another account.
    let foreign = Self.places[(number + 2) % Self.places.count].account
    let chain = [
      scenario.role("release-\(number)", in: place.account),
      scenario.role("audit-\(number)", in: place.account),
      scenario.role("artifacts-\(number)", in: foreign),
    ]
    let bucket = Bucket(
      account: place.account, region: place.region, name: "acme-builds-\(number)",
      encryption: .storageManaged)
    workloads.append(
      Workload(runner: runner, chain: number % 2 == 0 ? chain : [], bucket: bucket))
  }

  private mutating func hirePod(_ number: Int) {
    let place = Self.places[(number + 1) % Self.places.count]
    let runner = scenario.clusterRunner(
      "kube-system:external-dns-\(number)", role: "external-dns-\(number)", in: place)
    workloads.append(Workload(runner: runner, chain: [], bucket: nil))
  }

  /// Something of the audited families: a job, a workload's run, or a neighbour's use of S3.
  mutating func actOfFamilies(at time: Timestamp) {
    switch scenario.generator.index(weights: [8, 14, 1, 100]) {
    case 0: startJob(at: time)
    case 1:
      let workload = scenario.generator.pick(workloads)
      scenario.run(
        of: workload.runner, through: workload.chain, bucket: workload.bucket, at: time)
    case 2:
      let failure = scenario.generator.pick([
        LoginFailure.accessDenied, .invalidToken, .expiredToken,
      ])
      scenario.failedLogin(scenario.generator.pick(workloads).runner, failure, at: time)
    default: neighbours.useStorage(at: time, in: &scenario)
    }
  }

  /// A job of some runner. Around the change of the first two they rest and start nothing long, so
  /// that nobody honest is seen with a role that is gone.
  private mutating func startJob(at time: Timestamp) {
    let number = scenario.generator.below(runners.count)
    var plan = randomPlan()
    if isChanging, number < changed, let change = changeTimes.last {
      if time + 3700 > change { return }
      plan.duration = min(plan.duration, 900)
    }
    scenario.job(plan, of: runners[number], at: time)
  }

  private mutating func randomPlan() -> JobPlan {
    var plan = JobPlan()
    plan.reads = scenario.generator.number(in: 1...8) * self.plan.work
    plan.writes = scenario.generator.number(in: 1...4) * self.plan.work
    plan.registers = scenario.generator.chance(perMille: 200)
    plan.failsFirst = scenario.generator.chance(perMille: 50)
    plan.hasShortARN = scenario.generator.chance(perMille: 50)
    if scenario.generator.chance(perMille: 60) {
      plan.count = scenario.generator.number(in: 2...5)
    }
    plan.duration =
      scenario.generator.chance(perMille: 40)
      ? scenario.generator.number(in: 20_000...45_000)
      : scenario.generator.number(in: 90...900)
    return plan
  }

  /// The first runner gets new roles under the old names and new key material; the second a new id.
  mutating func changeRunners(at time: Timestamp) {
    let deployer = deployer(of: runners[0], at: time)
    runners[0] = scenario.recreateRoles(of: runners[0], by: deployer, at: time + 60)
    if let key = runners[0].tasks?.key {
      scenario.keyCall(
        "RotateKeyOnDemand", on: key, response: ["keyId": .string(key.arn)], by: deployer,
        at: time + 90, of: runners[0])
      runners[0].use(scenario.rotateKey(key, at: time + 400, of: runners[0]))
    }
    guard let tasks = runners[1].tasks else { return }
    let former = runners[1]
    scenario.ledger.retire(former, at: time)
    runners[1] = scenario.humanitecRunner(
      "\(former.name)-2", in: former.place, encryption: tasks.bucket.encryption, sharing: former)
    scenario.createRoles(of: runners[1], by: self.deployer(of: former, at: time), at: time + 60)
    scenario.failedLogin(former, at: time + 90)
  }

  /// Terraform at work, with a role that is no runner's.
  private mutating func deployer(of runner: RunnerModel, at time: Timestamp) -> Caller {
    let credential = scenario.singleSignOn(
      staff(of: runner.account).deployer, person: "ana.souza", at: time,
      from: Origin("198.51.100.210", .terraform))
    return Caller(credential, from: Origin("198.51.100.210", .terraform))
  }
}
