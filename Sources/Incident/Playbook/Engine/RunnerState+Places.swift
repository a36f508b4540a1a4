internal import CloudTrail

/// Where what belongs to a runner is, as far as the logs tell: calls to it are logged there.
extension RunnerState {
  /// The accounts and regions where the runner works.
  var workPlaces: Set<CoverageTally.Place> { places(in: workRegions) }

  /// Its accounts in some regions.
  func places(in regions: some Sequence<String>) -> Set<CoverageTally.Place> {
    Set(
      regions.flatMap { region in
        facts.accounts.map { CoverageTally.Place(account: $0, region: region) }
      })
  }

  /// Where what a set names is. Where nothing tells, where the runner works.
  func places(of set: ItemSet) -> Set<CoverageTally.Place> {
    switch set {
    case .runner(let set): return places(of: set)
    case .captured(let id):
      let found = Set((captured[id] ?? []).map(\.place))
      return found.isEmpty ? workPlaces : found
    }
  }

  /// Keys by their ARNs, log groups by the task definitions, buckets by the calls on their objects.
  func places(of set: RunnerSet) -> Set<CoverageTally.Place> {
    var found: Set<CoverageTally.Place> = []
    switch set {
    case .keys:
      for key in facts.keys {
        if let place = ResourceName.place(ofArn: key.label) {
          found.insert(place)
        } else {
          found.formUnion(workPlaces)
        }
      }
    case .logGroups: found = facts.logPlaces
    case .buckets: found = places(in: bucketRegions.values)
    default: break
    }
    return found.isEmpty ? workPlaces : found
  }
}

extension StepEngine {
  /// Notes where buckets of the runner are: data events are logged there. A copy names the bucket
  /// of its source as well, which may be elsewhere.
  func noteBuckets(_ view: EventView, _ state: RunnerState) {
    guard view.event.isData, view.event.source == known.s3,
      !state.hasBucket(in: view.event.region),
      !WatchedService.isCopy(named: view.name),
      view.mentions(.bucket).contains(where: state.facts.ownsBucket)
    else { return }
    state.note(bucketIn: view.event.region, view.region)
  }
}

extension EventView {
  /// The account and region that logged it.
  var logged: CoverageTally.Place { CoverageTally.Place(account: account, region: region) }
}
