package import GzipStream

/// A random fleet: many runners, their neighbours, some attacks, for days on end.
///
/// Time goes on a minute at a time. Every minute has its quota of records; what is due next, a job
/// of a runner or a call of a neighbour, is decided by whether the audited families have their
/// share yet. A job is composed whole when it begins; its later records wait in the writer until
/// they are delivered, so memory holds minutes of logs, never days.
package struct Fleet: ~Copyable {
  static let places: [Place] = [
    Place("111122223333", "eu-central-1"), Place("111122223333", "us-east-1"),
    Place("444455556666", "us-west-2"), Place("012345678901", "eu-west-1"),
  ]

  let plan: FleetPlan
  var scenario: Scenario
  var neighbours: Neighbourhood
  /// The Humanitec runners.
  var runners: [RunnerModel] = []
  /// Workflows and pods.
  var workloads: [Workload] = []
  /// When attacks begin, the latest first.
  var attackTimes: [Timestamp] = []
  /// When one attack of each family is planted, if it still has to be.
  var galleryTimes: [Timestamp] = []
  /// When the first runners change, if they still have to.
  var changeTimes: [Timestamp] = []
  /// How many runners change: no attack concerns them before.
  let changed = 2
  /// Only looked up, never walked.
  var staff: [Account: Staff] = [:]
  private var made = 0
  private var madeOfFamilies = 0

  /// The fleet of `plan`.
  package init(_ plan: FleetPlan) {
    self.plan = plan
    scenario = Scenario(seed: plan.seed)
    neighbours = Neighbourhood(at: Self.places, perKind: 6, of: &scenario)
    hire()
  }

  /// Composes everything and writes it into `folder`.
  package consuming func write(to folder: FilePath, options: LogOptions) throws(LogReadError)
    -> Summary
  {
    var writer = try LogWriter(folder: folder, options: options, seed: plan.seed)
    for minute in 0..<plan.minutes {
      let now = plan.start + minute * 60
      try writer.flush(before: now)
      let due = plan.events * (minute + 1) / plan.minutes
      while made < due {
        act(at: now + scenario.generator.below(60), room: plan.events - made)
        try handOver(to: &writer)
      }
    }
    return try writer.finish(scenario.ledger)
  }

  /// True as long as the change of the first runners lies ahead.
  var isChanging: Bool { !changeTimes.isEmpty }

  private mutating func act(at time: Timestamp, room: Int) {
    let wantsFamilies = madeOfFamilies * 1000 < made * plan.familyPerMille
    if room < 400 {
      // The end is near: calls of neighbours reach the exact number.
      wantsFamilies
        ? neighbours.useStorage(at: time, in: &scenario)
        : neighbours.makeNoise(at: time, in: &scenario)
    } else if let attack = attackTimes.last, attack <= time {
      attackTimes.removeLast()
      self.attack(at: time)
    } else if let gallery = galleryTimes.last, gallery <= time {
      galleryTimes.removeLast()
      plantGallery(at: time)
    } else if let change = changeTimes.last, change <= time {
      changeTimes.removeLast()
      changeRunners(at: time)
    } else if wantsFamilies {
      actOfFamilies(at: time)
    } else {
      neighbours.makeNoise(at: time, in: &scenario)
    }
  }

  private mutating func handOver(to writer: inout LogWriter) throws(LogReadError) {
    for var event in scenario.takeEvents() {
      // What goes beyond the wanted number did not happen: only neighbours act near the end.
      guard made < plan.events else { break }
      made += 1
      if Family(source: event.record.source, name: event.record.name) != nil {
        madeOfFamilies += 1
      }
      event.style = style()
      try writer.add(event)
    }
  }

  private mutating func style() -> JSONStyle {
    var style = JSONStyle.native
    switch scenario.generator.below(100) {
    case 0, 1: style.sortsKeys = true
    case 2: style.escapesSlashes = true
    case 3: style.escapesUnicode = true
    default: break
    }
    return style
  }
}
