import Incident
import Testing

/// Every detection of the catalogue finds what it is for, and leaves its harmless neighbour alone.
@Suite struct FindingCatalogueTests {
  static let cases: [FindingCase] =
    FindingCase.federation + FindingCase.sessions + FindingCase.tasks + FindingCase.storage
    + FindingCase.keys + FindingCase.identity + FindingCase.logging + FindingCase.rest

  @Test func everyIdHasACaseForAndAgainst() {
    #expect(Self.cases.map(\.id).sorted() == Catalogue.ids.sorted())
  }

  @Test(arguments: cases) func finds(_ example: FindingCase) throws { try example.check() }

  /// A morning like every other gives nothing to say.
  @Test func aUsualMorningIsQuiet() throws {
    let found = try StepStory.usual().analyze(files: 1, findings: .builtIn).findings
    #expect(found.map { "\($0.id) \($0.why)" } == [])
  }
}
