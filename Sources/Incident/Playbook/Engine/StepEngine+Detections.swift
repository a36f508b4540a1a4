internal import CloudTrail
internal import Sigma

/// What detections ask beyond the steps.
extension StepEngine {
  /// The runners of an account, and those whose account is not known.
  func runners(in account: StringID) -> AccountRunners {
    if let known = runnersThere[account] { return known }
    let text = tables.strings.text(account)
    let anywhere = runnersByAccount[""] ?? []
    let numbers = text.isEmpty ? anywhere : (runnersByAccount[text] ?? []) + anywhere
    let found = AccountRunners(numbers.map { states[$0] })
    runnersThere[account] = found
    return found
  }

  /// Those of some runners that own what one of the fields names.
  func owners(
    of fields: [String], _ view: EventView, _ open: EventContext, among there: AccountRunners
  ) -> [RunnerState] {
    for known in view.owning where known.fields == fields {
      if known.generation == names.generation { return known.runners }
    }
    let owners = names.owners(of: fields.flatMap { view.texts(of: $0, open) })
    let found = owners.filter(there.holds).map { states[$0] }
    view.owning.append(
      EventView.Owning(fields: fields, generation: names.generation, runners: found))
    return found
  }

  /// True for those whom the playbook allows to change the infrastructure, at work with Terraform.
  func isDeployer(_ view: EventView) -> Bool {
    guard !playbook.deployers.isEmpty, view.agent.holds("Terraform") else { return false }
    let names = [view.principal.arn, view.principal.issuerArn].compactMap { $0 }
    return playbook.deployers.contains { pattern in
      names.contains { Wildcard(pattern).matches($0) }
    }
  }

  /// The names of the networks that hold an address.
  func networks(holding address: String) -> [String] {
    let bytes = Array(address.utf8)
    return playbook.networks.filter { _, ranges in
      ranges.contains { NetworkRange($0)?.contains(bytes.span, 0..<bytes.count) == true }
    }.keys.sorted()
  }

  /// The names of the watchlists that hold an address.
  func watchlists(holding address: String) -> [String] {
    let bytes = Array(address.utf8)
    return playbook.watchlists.filter { list in
      list.ranges.contains { $0.contains(bytes.span, 0..<bytes.count) }
    }.map(\.name)
  }

  /// The buckets of the account's runners that the event selectors in the request leave out, of
  /// those whose data events were logged so far; in text order.
  func unloggedBuckets(_ view: EventView) -> [String] {
    guard view.name == "PutEventSelectors", let record = view.record else { return [] }
    let selectors = EventSelectors(record)
    let there = runners(in: view.event.account)
    return dataBuckets.filter { bucket in
      !selectors.cover(bucket: bucket)
        && tables.graph.owner(of: .bucket, bucket).map(there.holds) ?? false
    }.sorted()
  }

  /// True where the event names a bucket that receives the files of CloudTrail.
  func isTrailBucket(_ view: EventView) -> Bool {
    view.mentions(.bucket).contains(where: tables.graph.sessions.facts.trailBuckets.contains)
  }
}
