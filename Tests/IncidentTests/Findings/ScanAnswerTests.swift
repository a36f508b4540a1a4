import CloudTrail
import FoundationEssentials
import GzipStream
import Incident
import Sigma
import Testing

/// Rules that ask for the record alone are answered while it is scanned, the others when its turn
/// comes: the same rule must find the same either way.
@Suite struct ScanAnswerTests {
  private static let selections = [
    "{eventSource: s3.amazonaws.com, eventName: GetObject}",
    "{eventName: AssumeRole, errorMessage|exists: false}",
    "{eventName: AssumeRoleWithWebIdentity, errorMessage|contains: unknown error}",
    "{errorCode|contains: [Denied, Unauthorized]}",
    "{userAgent|contains: terraform}",
    "{sourceIPAddress|cidr: [203.0.113.0/24, 10.0.0.0/8]}",
    "{userIdentity.type: AssumedRole, userIdentity.sessionContext.sessionIssuer.type: Role}",
    "{userIdentity.type: IAMUser}",
    "{userIdentity.arn|contains: ':assumed-role/', eventSource|neq: s3.amazonaws.com}",
    "{userIdentity.type|neq: AWSService, sourceIPAddress|cidr: 203.0.113.0/24}",
    "{userIdentity.type|exists: false, eventName|neq: PutObject}",
    "{userIdentity.accessKeyId|startswith: ASIA, userIdentity.invokedBy|exists: true}",
    "{userIdentity.accountId|fieldref: recipientAccountId}",
    "{userIdentity|contains: prod-runner, userIdentity.type|neq: IAMUser}",
    "[{userIdentity.type: IAMUser}, {eventName: [GetObject, CreateUser]}]",
    "{requestParameters.bucketName|endswith: artifacts, additionalEventData|exists: true}",
    "{requestParameters|contains: prod-runner}",
    "{eventName|startswith: Put, requestParameters.policyDocument|contains: Deny}",
    "{awsRegion: eu-central-1, readOnly: 'false', eventName|re: '^(Create|Delete)'}",
    "{errorCode: null, eventName: [RunTask, StopTask]}",
    "['203.0.113.77', 'aws-cli']",
  ]

  /// The rules; with `asksForMore` each asks for the context, too, which changes no answer.
  private static func rules(asksForMore: Bool) -> String {
    selections.enumerated().map { number, selection in
      """
      title: rule \(number)
      name: rule-\(number)
      detection:
        wanted: \(selection)
        never: {trailscan.actor: nobody}
        condition: wanted\(asksForMore ? " and not never" : "")
      level: low
      trailscan: \(number % 3 == 2 ? "{per: requestParameters.bucketName}" : "{}")
      ---

      """
    }.joined()
  }

  private static let sample = FilePath(
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/SampleLogs")

  /// Records without a caller, or with one that is no object.
  private static let oddCallers = [
    "", #""userIdentity":null,"#, #""userIdentity":"root","#, #""userIdentity":[7],"#,
  ]
  .enumerated().map { number, caller in
    #"{\#(caller)"eventTime":"2026-04-14T09:00:00Z","eventSource":"sts.amazonaws.com","#
      + #""eventName":"AssumeRole","eventID":"00000000-0000-4000-8000-00000000000\#(number)","#
      + #""awsRegion":"eu-central-1","recipientAccountId":"111122223333"}"#
  }.joined(separator: "\n")

  private static func findings(asksForMore: Bool, jobs: Int) throws -> [Finding] {
    var diagnostics = Diagnostics()
    let text = SourceText(name: "rules.yml", text: rules(asksForMore: asksForMore))
    let pack = DetectionPack(
      loading: [RuleDocuments(text)], includesBuiltIn: false, diagnostics: &diagnostics)
    #expect(diagnostics.errors.map(\.description) == [])
    let folder = try TemporaryFolder()
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    var analyzer = Analyzer(playbook: playbook, temporaryFolder: folder.path)
    analyzer.detections = pack
    // So little that most events wait in files.
    analyzer.memory = 1 << 14
    let odd = folder.file("odd.json.gz")
    var file = try OutputFile(path: odd, replacing: true)
    try file.write(GzipWriter.compress(Array(oddCallers.utf8), level: 1))
    try file.commit()
    let files = LogFinder.find([sample.description, odd.description]).files
    return try analyzer.run(LogScan(files: files, jobs: jobs)) { _ in }.findings
  }

  @Test func findTheSameAsLater() throws {
    let early = try Self.findings(asksForMore: false, jobs: 2)
    let late = try Self.findings(asksForMore: true, jobs: 1)
    let quiet = Set(Self.selections.indices.map { "rule-\($0)" }).subtracting(early.map(\.id))
    #expect(quiet == [], "every rule must find something")
    #expect(early.count == late.count)
    for (one, other) in zip(early, late) { #expect(one == other) }
  }
}
