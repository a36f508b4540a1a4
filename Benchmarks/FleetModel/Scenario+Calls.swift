extension Scenario {
  /// Any other call, e.g. StartQueryExecution of Athena. With `runner` it concerns a resource of
  /// that runner; without, it belongs to the runner whose session makes it, or to none.
  @discardableResult package mutating func call(
    _ name: String, of service: String, _ request: JSON = .null, response: JSON = .null,
    on runner: RunnerModel? = nil, why: Reason = .resource, by caller: Caller,
    at time: Timestamp, in place: Place
  ) -> String {
    var record = record(name, of: service, by: caller, at: time, in: place)
    record.request = request
    record.response = response
    return emit(record, runner.map { ownOrResource(caller, $0, record.source, why: why) })
  }

  /// DeleteObject, of one version if `version` is given. Returns the event.
  @discardableResult package mutating func deleteObject(
    _ key: String, version: String? = nil, in bucket: Bucket, by caller: Caller,
    at time: Timestamp, of runner: RunnerModel? = nil
  ) -> String {
    var record = objectRecord("DeleteObject", key, in: bucket, by: caller, at: time)
    record.request = record.request.adding("versionId", version.map(JSON.string))
    record.additional = transfer(bucket, bytesIn: 0, bytesOut: 0)
    return emit(record, storageAttribution(caller, runner))
  }

  /// Makes all calls of `body` fail: no response, and no parameters where the code is a denial.
  /// For calls that issue nothing and start nothing.
  package mutating func failing<Result>(
    with failure: Record.Failure, _ body: (inout Scenario) -> Result
  ) -> Result {
    let outer = currentFailure
    currentFailure = failure
    let result = body(&self)
    currentFailure = outer
    return result
  }

  /// Forgets events as a trail does that does not record them: a region, a category, some hours.
  /// The truth forgets them too, also as uses of their sessions; what they issued or started, and
  /// the attacks they were part of, stays true.
  package mutating func omit(where isOmitted: (Record) -> Bool) {
    for event in events where isOmitted(event.record) {
      if let session = event.attribution?.session { ledger.countEvent(ofSession: session, by: -1) }
    }
    removeEvents { isOmitted($0.record) }
  }
}
