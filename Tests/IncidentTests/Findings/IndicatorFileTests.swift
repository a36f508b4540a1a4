import Incident
import Sigma
import Testing

/// Lists of indicators in their three forms, and what is wrong with them.
@Suite struct IndicatorFileTests {
  private static func read(_ text: String) -> IndicatorFile {
    IndicatorFile(SourceText(name: "ioc", text: text))
  }

  private static func words(_ file: IndicatorFile) -> [String] {
    file.list.indicators.map {
      "\($0.kind.rawValue) \($0.text)" + ($0.note.map { " (\($0))" } ?? "")
    }
  }

  @Test func readsLines() {
    let file = Self.read(
      """
      # seen on 2026-04-14
      203.0.113.77   # a scanner
      2001:db8::/32
      ASIA7TWKIQ5ESEXAMPLE\r
      AROAEXAMPLEEXAMPLE1
      arn:aws:iam::111122223333:role/evil-*
      Kali Linux/2026.1 aws-cli
      agent: pacu#1
      key: AKIAIOSFODNN7EXAMPLE
      """)
    #expect(file.diagnostics.errors.isEmpty)
    #expect(
      Self.words(file) == [
        "address 203.0.113.77 (a scanner)", "address 2001:db8::/32", "key ASIA7TWKIQ5ESEXAMPLE",
        "key AROAEXAMPLEEXAMPLE1", "arn arn:aws:iam::111122223333:role/evil-*",
        "agent Kali Linux/2026.1 aws-cli", "agent pacu#1", "key AKIAIOSFODNN7EXAMPLE",
      ])
  }

  @Test func readsTables() {
    let file = Self.read(
      """
      type,value,comment
      ip,203.0.113.77,"a scanner, a loud one"
      user-agent,"kali linux",
      ,AKIAIOSFODNN7EXAMPLE,
      domain,evil.example,not in CloudTrail
      """)
    #expect(file.diagnostics.errors.isEmpty)
    #expect(
      Self.words(file) == [
        "address 203.0.113.77 (a scanner, a loud one)", "agent kali linux",
        "key AKIAIOSFODNN7EXAMPLE",
      ])
    #expect(
      file.diagnostics.warnings.map { "\($0.place.line):\($0.place.column) \($0.reason)" } == [
        "5:1 left out: 'domain' is no kind that CloudTrail logs show: address, key, arn, agent"
      ])
  }

  @Test func readsYAML() {
    let file = Self.read(
      """
      addresses: [203.0.113.77, 198.51.100.0/24]
      keys:
        - AKIAIOSFODNN7EXAMPLE
      userAgents: kali
      """)
    #expect(file.diagnostics.errors.isEmpty)
    #expect(
      Self.words(file) == [
        "address 203.0.113.77", "address 198.51.100.0/24", "key AKIAIOSFODNN7EXAMPLE",
        "agent kali",
      ])
    #expect(Self.words(Self.read("- 203.0.113.77\n- agent/1")).count == 2)
  }

  @Test(arguments: [
    ("x.y\n  203.0.113.777", "2:3", "'203.0.113.777' is no address or range"),
    ("ip: 10.0.0.0/99", "1:5", "'10.0.0.0/99' is no address or range"),
    ("AKIA-SHORT", "1:1", "'AKIA-SHORT' is no access key"),
    ("arn:aws:iam", "1:1", "'arn:aws:iam' is no ARN"),
    ("type,value\nip,1.2.3", "2:4", "'1.2.3' is no address"),
    ("addresses: [1.2.3.4, x]", "1:22", "'x' is no address"),
    ("addresses: [1.2.3.4]\nkyes: [x]", "2:1", "unknown key 'kyes'; did you mean 'keys'?"),
  ])
  func namesFaults(_ text: String, _ place: String, _ reason: String) {
    let errors = Self.read(text).diagnostics.errors
    #expect(errors.count == 1)
    #expect(errors.first.map { "\($0.place.line):\($0.place.column)" } == place)
    #expect(errors.first?.reason.hasPrefix(reason) == true, "\(errors)")
  }

  @Test func survivesAnything() {
    for text in [
      "", "#", "\n\n", "\"", ",", "a,value\n", "---\n", "{", "\u{FEFF}1.2.3.4", ":", "ip: ",
    ] {
      _ = Self.read(text)
    }
  }
}
