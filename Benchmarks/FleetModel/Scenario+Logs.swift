extension Scenario {
  /// StartQuery over log groups from `start` to `end`; returns the id of the query.
  package mutating func startQuery(
    _ groups: [String], from start: Timestamp, to end: Timestamp, text: String,
    on runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) -> String {
    let query = generator.uuid()
    var record = record("StartQuery", of: "logs", by: caller, at: time, in: runner.place)
    record.request = [
      "logGroupNames": .array(groups.map(JSON.string)), "startTime": .integer(start.seconds),
      "endTime": .integer(end.seconds), "queryString": .string(text), "limit": 1000,
    ]
    record.response = ["queryId": .string(query)]
    emit(record, ownOrResource(caller, runner, record.source))
    return query
  }

  /// GetQueryResults of a query on the runner's log groups.
  @discardableResult package mutating func getQueryResults(
    _ query: String, on runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record("GetQueryResults", of: "logs", by: caller, at: time, in: runner.place)
    record.request = ["queryId": .string(query)]
    return emit(record, ownOrResource(caller, runner, record.source))
  }

  /// Another call on a log group, e.g. FilterLogEvents, GetLogEvents or PutRetentionPolicy.
  @discardableResult package mutating func logGroupCall(
    _ name: String, on group: String, _ parameters: JSON = [:], of runner: RunnerModel,
    by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record(name, of: "logs", by: caller, at: time, in: runner.place)
    record.request = (["logGroupName": .string(group)] as JSON).adding(members: parameters)
    return emit(record, ownOrResource(caller, runner, record.source))
  }
}
