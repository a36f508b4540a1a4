import FleetModel
import Incident
import Testing

/// What patterns found by how names begin say is what each of them says by itself.
@Suite struct RunnerPatternsTests {
  private static let patterns = [
    "{runner}-state", "{runner}-artifacts-{hex8}", "*-{runner}", "state", "{runner}*",
    "{any}-{runner}", "ünï-{runner}", "{runner}",
  ].compactMap { NamePattern($0) }

  /// The runners one of whose patterns fits, each pattern held against the name.
  private func fitting(
    _ runners: [(name: String, profile: String)], _ profiles: [RunnerProfile], _ name: String
  ) -> [Int] {
    runners.indices.filter { runner in
      let profile = profiles.first { $0.id == runners[runner].profile }
      return (profile?.buckets ?? []).contains {
        $0.filling(["runner": runners[runner].name]).match(name) != nil
      }
    }
  }

  @Test func theyAreThoseThatFit() {
    var generator = SeededGenerator(seed: 31)
    let words = ["a", "b", "ab", "-", "state", "ü", "0a1b2c3d", "*", "{runner}", "artifacts"]
    func word(_ longest: Int) -> String {
      (0...generator.below(longest)).map { _ in generator.pick(words) }.joined()
    }
    var counts: [Int: Int] = [:]
    for _ in 0..<300 {
      let profiles = ["one", "two"].map { id in
        RunnerProfile(id: id, buckets: Self.patterns.filter { _ in generator.below(2) == 0 })
      }
      let runners = (0..<6).map { _ in
        (name: word(3), profile: generator.pick(["one", "two", "none"]))
      }
      let patterns = RunnerPatterns(runners, profiles: profiles)
      for _ in 0..<30 {
        let own = runners[generator.below(6)].name
        let name = generator.pick(
          [word(4), "\(own)-state", "\(own)\(word(2))", "ünï-\(own)", own])
        let expected = fitting(runners, profiles, name)
        #expect(
          patterns.runners(of: .bucket, naming: name) == expected, "\(name) of \(runners)")
        #expect(patterns.runners(of: .cluster, naming: name) == [])
        counts[min(expected.count, 2), default: 0] += 1
      }
    }
    // Those of nobody, of one runner, and of several were all asked for.
    #expect(counts.count == 3)
  }

  @Test func eachKindHasItsOwn() {
    let profile = RunnerProfile(
      id: "p", buckets: Self.patterns.prefix(1) + [], clusters: Self.patterns.suffix(1) + [])
    let patterns = RunnerPatterns([("a", "p"), ("b", "p"), ("b", "other")], profiles: [profile])
    #expect(patterns.runners(of: .bucket, naming: "b-state") == [1])
    #expect(patterns.runners(of: .cluster, naming: "b") == [1])
    #expect(patterns.runners(of: .bucket, naming: "b") == [])
    #expect(patterns.runners(of: .role, naming: "b") == [])
    #expect(patterns.runners(of: .bucket, naming: "") == [])
  }
}
