/// Slides a window over the events of each group.
///
/// The window ends at each event in turn and reaches back `timespan` seconds; events exactly
/// `timespan` apart are both inside. Windows that fulfil the condition and share an event are one
/// match, so that a long attack is one finding and not a thousand.
///
///     events   a  b  c     d  e            gte: 3, timespan 5
///     time     0  2  4     9  12           a b c, c d (9-5=4) -> one match: a b c
extension Correlation {
  /// The matches among `inputs`, which may come in any order and repeat; the result is the same.
  ///
  /// Sorted by first time, then by group.
  package func matches(among inputs: [CorrelationInput]) -> [CorrelationMatch] {
    let groups = Dictionary(grouping: inputs) { input in
      input.group.map { $0.lowercased() }
    }
    let found = groups.values.flatMap { matches(inGroup: $0) }
    return found.sorted { left, right in
      (left.firstTime, left.lastTime, left.eventIDs.first ?? "")
        < (right.firstTime, right.lastTime, right.eventIDs.first ?? "")
    }
  }

  private func matches(inGroup inputs: [CorrelationInput]) -> [CorrelationMatch] {
    let events = ordered(inputs)
    let windows = kind == .temporalOrdered ? orderedWindows(events) : countedWindows(events)
    var merged: [Range<Int>] = []
    for window in windows {
      if let last = merged.last, window.lowerBound < last.upperBound {
        merged[merged.count - 1] =
          min(last.lowerBound, window.lowerBound)..<max(last.upperBound, window.upperBound)
      } else {
        merged.append(window)
      }
    }
    return merged.map { match(events[$0]) }
  }

  /// By time, then by event; each event once for each rule, or once where rules do not matter.
  ///
  /// What other correlations found are different things, whatever events they share.
  private func ordered(_ inputs: [CorrelationInput]) -> [CorrelationInput] {
    let sorted = inputs.sorted { left, right in
      if left.time != right.time { return left.time < right.time }
      if kind == .temporalOrdered, left.rule != right.rule {
        return position(of: left.rule) < position(of: right.rule)
      }
      return (left.eventID, left.rule, left.eventIDs.count)
        < (right.eventID, right.rule, right.eventIDs.count)
    }
    let countsRules = kind == .temporal || kind == .temporalOrdered
    var distinct: [CorrelationInput] = []
    for input in sorted {
      if let last = distinct.last, last.eventID == input.eventID,
        last.rule == input.rule || !countsRules && !last.isOfCorrelation && !input.isOfCorrelation
      {
        continue
      }
      distinct.append(input)
    }
    return distinct
  }

  private func position(of rule: Int) -> Int {
    rules.firstIndex(of: rule) ?? rules.count
  }

  private func match(_ events: ArraySlice<CorrelationInput>) -> CorrelationMatch {
    var seen: Set<String> = []
    let eventIDs = events.flatMap(\.eventIDs).filter { seen.insert($0).inserted }
    guard let first = events.first, let last = events.last else {
      preconditionFailure("a match has at least one event")
    }
    return CorrelationMatch(
      correlation: first.correlation, group: first.group,
      firstTime: events.reduce(first.firstTime) { min($0, $1.firstTime) }, lastTime: last.time,
      eventIDs: eventIDs, label: first.label)
  }

  /// The windows that fulfil the condition, one for each last event at most.
  private func countedWindows(_ events: [CorrelationInput]) -> [Range<Int>] {
    var windows: [Range<Int>] = []
    var measure = CorrelationMeasure(kind: kind, percentile: condition.percentile)
    var start = 0
    for index in events.indices {
      measure.add(events[index])
      // Events of the same second have no order: the window ends behind the last of them.
      if index + 1 < events.count, events[index + 1].time == events[index].time { continue }
      while events[index].time - events[start].time > timespan {
        measure.remove(events[start])
        start += 1
      }
      if let value = measure.value, condition.holds(for: value) {
        windows.append(start..<index + 1)
      }
    }
    return windows
  }

  /// The windows in which the rules matched in their order, the shortest for each last event.
  ///
  /// Events of the same second count in the order of the list.
  private func orderedWindows(_ events: [CorrelationInput]) -> [Range<Int>] {
    var windows: [Range<Int>] = []
    // For each number of steps done: when the latest chain that did them began.
    var starts = [Int64?](repeating: nil, count: rules.count + 1)
    var first = 0
    for index in events.indices {
      let event = events[index]
      starts[0] = event.time
      for step in rules.indices.reversed() where rules[step] == event.rule {
        guard let start = starts[step] else { continue }
        starts[step + 1] = max(start, starts[step + 1] ?? start)
      }
      guard event.rule == rules.last, let start = starts[rules.count],
        event.time - start <= timespan
      else { continue }
      while events[first].time < start { first += 1 }
      windows.append(first..<index + 1)
    }
    return windows
  }
}
