import Incident
import Testing

/// The timelines and sessions of made fleets against what their generator knows to be true.
@Suite struct ScoringTests {
  @Test(arguments: 0..<2) func everyEventIsWhereItBelongs(number: Int) throws {
    let fleet = try WrittenFleet.all.get()[number]
    let analysis = fleet.analyzed.analysis
    let score = Score(events: analysis, with: fleet.truth)
    #expect(score.faults == [])
    print(
      "seed \(fleet.seed), events:",
      score.summary(found: analysis.timeline.count, expected: fleet.truth.events.count))
  }

  @Test(arguments: 0..<2) func everySessionIsKnown(number: Int) throws {
    let fleet = try WrittenFleet.all.get()[number]
    let sessions = fleet.analyzed.analysis.sessions.filter { $0.runner != nil }
    let score = Score(sessions: fleet.analyzed.analysis, with: fleet.truth)
    #expect(score.faults == [])
    print(
      "seed \(fleet.seed), sessions:",
      score.summary(found: sessions.count, expected: fleet.truth.sessions.count))
  }

  @Test(arguments: 0..<2) func everyRunnerIsKnown(number: Int) throws {
    let fleet = try WrittenFleet.all.get()[number]
    let found = fleet.analyzed.analysis.runners
    #expect(found.map(\.name) == fleet.truth.runners.map(\.runner).sorted())
    let active = Set(fleet.truth.sessions.map(\.runner))
    for expected in fleet.truth.runners {
      let runner = try #require(found.first { $0.name == expected.runner })
      let ids = Set(runner.roles.compactMap(\.roleID))
      #expect(ids.isSuperset(of: expected.formerRoleIds), "\(runner.name)")
      // A runner that has not logged in yet shows no subject, and retires nobody.
      guard active.contains(expected.runner) else { continue }
      #expect(runner.subjects.contains(expected.subject), "\(runner.name)")
      let isReplaced = active.contains("\(expected.runner)-2")
      #expect(runner.isCurrent == !(expected.retiredAt != nil && isReplaced), "\(runner.name)")
    }
  }

  @Test(arguments: 0..<2) func theCountsAddUp(number: Int) throws {
    let analysis = try WrittenFleet.all.get()[number].analyzed.analysis
    let summary = analysis.summary
    #expect(summary.records == analysis.coverage.reduce(0) { $0 + $1.records })
    #expect(summary.records == summary.selected + summary.notSelected + summary.duplicates)
    #expect(summary.troubles.isEmpty)
    #expect(
      analysis.runners.reduce(0) { $0 + $1.events } == analysis.timeline.count)
  }
}
