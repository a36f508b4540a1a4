import Incident
import Testing

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("{runner}-task-{hex8}", "prod-task-0a1b2c3d", ["runner": "prod", "hex8": "0a1b2c3d"]),
    (
      "{runner}-task-{hex8}", "a-task-00000000-task-0a1b2c3d",
      ["runner": "a-task-00000000", "hex8": "0a1b2c3d"]
    ),
    (
      "{runner}-ecs-task-manager-{hex8}", "x-ecs-task-manager-ffffffff",
      ["runner": "x", "hex8": "ffffffff"]
    ),
    ("{org}+{runner}", "acme+prod", ["org": "acme", "runner": "prod"]),
    ("{org}+{runner}", "acme+a+b", ["org": "acme", "runner": "a+b"]),
    ("oidc.*", "oidc.humanitec.dev", [:]),
    ("*", "", [:]),
    ("a*b*c", "axxbyybc", [:]),
    ("ünï-{x}", "ünï-🐈", ["x": "🐈"]),
  ])
  func fits(pattern: String, name: String, parts: [String: String]) throws {
    #expect(try #require(NamePattern(pattern)).match(name) == parts)
  }

  @Test(arguments: [
    ("{runner}-task-{hex8}", "-task-0a1b2c3d"), ("{runner}-task-{hex8}", "prod-task-0a1b2c3"),
    ("{runner}-task-{hex8}", "prod-task-0A1B2C3D"), ("{runner}-task-{hex8}", "prod-task-0a1b2c3dx"),
    ("{org}+{runner}", "acme"), ("{org}+{runner}", "+prod"), ("{org}+{runner}", "acme+"),
    ("oidc.humanitec.dev", "oidc.humanitec.dev.evil"), ("a*b", "a"), ("", "x"),
  ])
  func doesNotFit(pattern: String, name: String) throws {
    #expect(try #require(NamePattern(pattern)).match(name) == nil)
  }

  @Test(arguments: ["{", "a{b", "{}", "a}", "{a}}"]) func isNoPattern(text: String) {
    #expect(NamePattern(text) == nil)
  }

  @Test func fillsIn() throws {
    let pattern = try #require(NamePattern("{runner}-cluster-{hex8}*"))
    #expect(pattern.filled(with: ["runner": "a", "hex8": "00000000"]) == "a-cluster-00000000*")
    #expect(pattern.filled(with: ["runner": "a"]) == nil)
    let literal = pattern.filling(["runner": "*{x}"])
    #expect(literal.match("*{x}-cluster-00000000-1") == ["hex8": "00000000"])
    #expect(literal.match("a-cluster-00000000-1") == nil)
  }
}
