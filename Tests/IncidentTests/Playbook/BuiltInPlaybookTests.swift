import Incident
import Sigma
import Testing

/// The playbooks that travel inside the program.
@Suite struct BuiltInPlaybookTests {
  @Test(arguments: Playbook.builtInNames)
  func checksClean(_ name: String) throws {
    let text = try #require(Playbook.builtInText(named: name))
    let loading = Playbook.load(text)
    #expect(loading.diagnostics.errors.map(\.description) == [])
    #expect(loading.diagnostics.warnings.map(\.description) == [])
    #expect(loading.playbook?.id == name)
    #expect(Playbook.builtIn(named: name)?.outline.id == name)
  }

  @Test func knowsNoOther() {
    #expect(Playbook.builtIn(named: "rotations") == nil)
  }
}
