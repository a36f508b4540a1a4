import Incident
import Sigma
import Testing

/// The pack of detections inside the program.
@Suite struct DetectionPackTests {
  @Test func readsClean() {
    var diagnostics = Diagnostics()
    let pack = DetectionPack(diagnostics: &diagnostics)
    #expect(diagnostics.errors.map(\.description) == [])
    #expect(diagnostics.warnings.map(\.description) == [])
    #expect(Set(pack.ids).count == pack.ids.count)
  }

  @Test func holdsTheWholeCatalogue() {
    let expected = Catalogue.ids
    let others = ["IOC"] + ["task-manager", "execution", "task"].map { "least-privilege.\($0)" }
    #expect(DetectionPack.builtIn.ids == expected + others)
  }

  @Test func everyRuleTellsWhatAResponderNeeds() {
    for rule in DetectionPack.builtIn.ruleSet.rules {
      let id = rule.identifier
      #expect(rule.description?.isEmpty == false, "\(id)")
      #expect(rule.ownKeys?["next"]?.text?.isEmpty == false, "\(id)")
      #expect(!rule.title.isEmpty, "\(id)")
      #expect(!rule.falsePositives.isEmpty, "\(id)")
      #expect(!rule.techniques.isEmpty, "\(id)")
      #expect(!rule.tactics.isEmpty, "\(id)")
    }
  }

  @Test func levelsAndTechniquesAreThoseOfTheCatalogue() throws {
    #expect(Catalogue.entries.count == 102)
    for entry in Catalogue.entries {
      let rule = try #require(
        DetectionPack.builtIn.ruleSet.rules.first { $0.identifier == entry.id })
      #expect(rule.level.rawValue == entry.level.rawValue, "\(entry.id)")
      #expect(Set(rule.techniques) == entry.techniques, "\(entry.id)")
    }
  }

  /// ATT&CK v19 renamed what impairs defenses; both ids are given.
  @Test func techniquesHaveTheirOldIdsAndTheNew() {
    let renamed = [
      "T1562.001": "T1685", "T1562.008": "T1685.002", "T1562.007": "T1686.001",
    ]
    for rule in DetectionPack.builtIn.ruleSet.rules {
      for (old, new) in renamed {
        #expect(
          rule.techniques.contains(old) == rule.techniques.contains(new), "\(rule.identifier)")
      }
    }
  }
}
