import Incident
import Sigma
import Testing

/// Every detection of the catalogue finds what it is for, and leaves its harmless neighbour alone.
@Suite struct FindingCatalogueTests {
  /// Those whose stories take more than records: their suites are beside this one.
  private static let elsewhere = ["S13", "L10"]

  static let cases: [FindingCase] =
    FindingCase.federation + FindingCase.sessions + FindingCase.tasks + FindingCase.storage
    + FindingCase.keys + FindingCase.identity + FindingCase.logging + FindingCase.rest

  @Test func everyIdHasACaseForAndAgainst() {
    #expect((Self.cases.map(\.id) + Self.elsewhere).sorted() == Catalogue.ids.sorted())
  }

  @Test(arguments: cases) func finds(_ example: FindingCase) throws { try example.check() }

  /// A morning like every other gives nothing to say.
  @Test func aUsualMorningIsQuiet() throws {
    let found = try StepStory.usual().analyze(files: 1, findings: .builtIn).findings
    #expect(found.map { "\($0.id) \($0.why)" } == [])
  }

  /// S13 needs a list to watch.
  @Test func findsAddressesOfWatchlists() throws {
    let text = try #require(Playbook.builtInText(named: "rotation"))
    let source = SourceText(
      name: "test",
      text: text.text.replacing("watchlists: {}", with: "watchlists: {tor: [192.0.2.0/24]}"))
    let playbook = try #require(Playbook.load(source).playbook)
    let example = FindingCase("S13", .medium) {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: "192.0.2.9")
    } not: {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: "192.0.3.9")
    }
    try example.check(playbook)
  }
}
