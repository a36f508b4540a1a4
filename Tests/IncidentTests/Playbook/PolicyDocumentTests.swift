import CloudTrail
import Incident
import Testing

/// Policies in the forms in which records hold them.
@Suite struct PolicyDocumentTests {
  private static func deny(_ condition: String, action: String = #""*""#) -> String {
    #"{"Statement":[{"Effect":"Deny","Action":\#(action),"Resource":"*"\#(condition)}]}"#
  }

  @Test func readsTheForms() throws {
    let plain = try #require(PolicyDocument(Self.deny("")))
    let encoded = try #require(
      PolicyDocument(
        "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Deny%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D"
      ))
    #expect(plain == encoded)
    let single = try #require(
      PolicyDocument(#"{"Statement":{"Effect":"Deny","Action":["*"],"Resource":["*"]}}"#))
    #expect(single == plain)
    #expect(plain.statements.count == 1)
    for text in ["", "no policy", "{}", "[1]", "%zz", #"{"Statement""#] {
      #expect(PolicyDocument(text) == nil)
    }
  }

  @Test(arguments: [
    ("\"2026-04-14T10:40:10.000Z\"", "2026-04-14T10:40:10Z"),
    ("\"2026-04-14T10:40:10Z\"", "2026-04-14T10:40:10Z"),
    ("\"2026-04-14T10:40:10+00:00\"", "2026-04-14T10:40:10Z"),
    ("\"2026-04-14\"", "2026-04-14T00:00:00Z"),
    ("\"1776163210\"", "2026-04-14T10:40:10Z"),
    ("[\"2026-04-14T10:40:10Z\",\"2026-04-13T10:40:10Z\"]", "2026-04-14T10:40:10Z"),
  ])
  func readsTheCutoff(_ value: String, _ time: String) throws {
    let condition = #","Condition":{"DateLessThan":{"aws:TokenIssueTime":\#(value)}}"#
    let document = try #require(PolicyDocument(Self.deny(condition)))
    #expect(document.revokesBefore?.description == time)
    #expect(!document.deniesAll)
  }

  @Test(arguments: [
    #","Condition":{"DateGreaterThan":{"aws:TokenIssueTime":"2026-04-14T10:40:10Z"}}"#,
    #","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-04-14T10:40:10Z"}}"#,
    #","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-04-14T10:40:10Z"},"StringEquals":{"aws:userid":"x"}}"#,
    #","Condition":{"DateLessThan":{"aws:TokenIssueTime":"soon"}}"#,
    #","Condition":{"DateLessThan":{"aws:TokenIssueTime":"9223372036854775807"}}"#,
  ])
  func endsNoSessions(_ condition: String) throws {
    let document = try #require(PolicyDocument(Self.deny(condition)))
    #expect(document.revokesBefore == nil)
    #expect(!document.deniesAll)
  }

  @Test func knowsWhatEverythingIs() throws {
    #expect(try #require(PolicyDocument(Self.deny(""))).deniesAll)
    #expect(try !#require(PolicyDocument(Self.deny("", action: #""s3:*""#))).deniesAll)
    let exempting = #"{"Statement":{"Effect":"Deny","NotAction":"*","Resource":"*"}}"#
    #expect(try !#require(PolicyDocument(exempting)).deniesAll)
    let allowing = #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
    #expect(try !#require(PolicyDocument(allowing)).deniesAll)
  }

  @Test func takesConditionsApart() throws {
    let text =
      #"{"Statement":{"Effect":"Allow","Principal":{"AWS":["*","arn:aws:iam::1:root"],"Service":"x"},"Action":"sts:AssumeRole","Condition":{"ForAllValues:StringLikeIfExists":{"Host:Sub":["a","b"]}}}}"#
    let statement = try #require(PolicyDocument(text)?.statements.first)
    #expect(statement.principals.map(\.kind) == ["*", "AWS", "Service"])
    #expect(statement.actions == ["sts:assumerole"])
    let condition = try #require(statement.conditions.first)
    #expect(condition.comparison == "stringlike")
    #expect(condition.quantifier == "forallvalues")
    #expect(condition.ifExists)
    #expect(condition.key == "host:sub")
    #expect(condition.values == ["a", "b"])
  }
}
