import Sigma
import Testing

/// Fields of the context without which a detection cannot match.
@Suite struct NeededFieldsTests {
  private func needed(_ line: String) throws -> Set<String> {
    var diagnostics = Diagnostics()
    let detection = try #require(Detection(where: line, diagnostics: &diagnostics))
    return detection.neededContextFields
  }

  @Test func aFieldThatMustHaveAValueIsNeeded() throws {
    #expect(try needed("{eventName: A, trailscan.buckets: b}") == ["trailscan.buckets"])
    #expect(
      try needed("{trailscan.keys: k, trailscan.buckets|startswith: b}")
        == ["trailscan.keys", "trailscan.buckets"])
  }

  @Test func ofAlternativesTheCommonOnesAreNeeded() throws {
    #expect(
      try needed("[{trailscan.keys: k, trailscan.buckets: b}, {trailscan.keys: j}]")
        == ["trailscan.keys"])
    #expect(try needed("[{trailscan.keys: k}, {eventName: A}]").isEmpty)
  }

  @Test func absenceNeedsNothing() throws {
    #expect(try needed("trailscan.buckets: null").isEmpty)
    #expect(try needed("trailscan.buckets|exists: false").isEmpty)
    #expect(try needed("trailscan.buckets|neq: b").isEmpty)
  }
}
