import Sigma
import Testing

/// Addresses as people and services write them, and ranges of every length.
@Suite struct NetworkRangeTests {
  private func contains(_ range: String, _ address: String) throws -> Bool {
    let bytes = Array(address.utf8)
    return try #require(NetworkRange(range)).contains(bytes.span, 0..<bytes.count)
  }

  @Test(arguments: [
    ("0.0.0.0/0", "255.255.255.255", true), ("10.0.0.0/31", "10.0.0.1", true),
    ("10.0.0.0/31", "10.0.0.2", false), ("10.1.2.3", "10.1.2.3", true),
    ("10.1.2.3/8", "10.9.9.9", true), ("10.0.0.0/8", "2001:db8::1", false),
    ("::/0", "10.0.0.1", false), ("::/0", "1::", true), ("fe80::/10", "febf::1", true),
    ("fe80::/10", "fec0::1", false), ("2001:db8::/64", "2001:db8:0:0:ffff::", true),
    ("2001:db8::/64", "2001:db8:0:1::", false), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
    ("::ffff:192.0.2.0", "192.0.2.0", true), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", true),
    ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201", true), ("::1/128", "::1", true),
  ])
  func decides(_ range: String, _ address: String, _ expected: Bool) throws {
    #expect(try contains(range, address) == expected)
  }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1",
    "1.2.3.4/1x", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g",
    "::/129", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4:5", "fe80::1%eth0", "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7::8",
    "AWS Internal",
  ])
  func refuses(_ text: String) {
    #expect(NetworkRange(text) == nil)
    let bytes = Array(text.utf8)
    #expect(NetworkRange("::/0")?.contains(bytes.span, 0..<bytes.count) == false)
  }
}
