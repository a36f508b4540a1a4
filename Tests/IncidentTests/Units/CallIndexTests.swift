import Incident
import Sigma
import Testing

@Suite struct CallIndexTests {
  private static func index(_ selection: String) throws -> CallIndex {
    let source = SourceText(name: "test", text: selection)
    var diagnostics = Diagnostics()
    let node = try #require(try YAMLReader.documents(of: source).first)
    let detection = Detection(selection: node, in: source, diagnostics: &diagnostics)
    return CallIndex(try #require(detection))
  }

  @Test(arguments: [
    ("s3.amazonaws.com", "GetObject", true), ("S3.amazonaws.com", "getobject", true),
    ("s3.amazonaws.com", "GetObjec", false), ("s3.amazonaws.com", "GetObjecu", false),
    ("s3.amazonaws.con", "GetObject", false), ("sts.amazonaws.com", "GetObject", false),
    ("s3.amazonaws.com", "PutObjectAcl", true), ("s3.amazonaws.com", "putBucket", true),
    ("s3.amazonaws.com", "Put", true), ("s3.amazonaws.com", "", false), ("", "", false),
    ("s3.amazonaws.com", "Gët", false), ("kms.amazonaws.com", "Anything", true),
    // A letter whose lower case is ASCII, of another length: KELVIN SIGN.
    ("\u{212A}ms.amazonaws.com", "Anything", true), ("s3.amazonaws.com", "@etObject", false),
  ])
  func comparesWithoutCase(source: String, name: String, isAdmitted: Bool) throws {
    let index = try Self.index(
      """
      - {eventSource: s3.amazonaws.com, eventName: [GetObject, 'Put*']}
      - eventSource: KMS.amazonaws.com
      """)
    #expect(index.admits(CallIndex.ServiceCall(source, name)) == isAdmitted)
    #expect(!index.isEmpty)
    #expect(index.isNarrow)
  }

  @Test func aRuleThatNamesNoCallAdmitsAll() throws {
    let index = try Self.index("errorCode: AccessDenied")
    #expect(index.admits(CallIndex.ServiceCall("s3.amazonaws.com", "GetObject")))
    #expect(!index.isNarrow)
  }
}
