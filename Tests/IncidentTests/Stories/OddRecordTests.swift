import CloudTrail
import Incident
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")

/// Records that lack what others have, or have it in another form.
@Suite struct OddRecordTests {
  private let caller = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")

  private func loggedIn() -> Story {
    var story = Story()
    story.login(.token("acme+prod"), manager, key: "ASIAA", at: "09:00:00")
    return story
  }

  @Test func oldRecordsLackAccountCategoryAndReadOnly() throws {
    var story = Story()
    let lacking = ["recipientAccountId", "eventCategory", "readOnly", "managementEvent"]
    let none = Dictionary(uniqueKeysWithValues: lacking.map { ($0, String?.none) })
    story.add(
      "s3", "GetObject", at: "09:00:00", by: caller, request: #"{"bucketName":"b","key":"k"}"#,
      more: none)
    story.add(
      "s3", "PutBucketPolicy", at: "09:30:00", by: caller, request: #"{"bucketName":"b"}"#,
      more: none)
    let coverage = try #require(try story.analyzed().coverage.first)
    #expect(coverage.recipientAccountID == Caller.account)
    #expect(coverage.categories == ["Data": 1, "Management": 1])
    #expect(!coverage.readOnlySeen)
    #expect(coverage.s3DataSeen)
    #expect(!coverage.kmsSeen)
  }

  @Test(arguments: [nil, "null"])
  func recordsThatDoNotSayWhatTheyAreMakeNoTrailOfWrites(readOnly: String?) throws {
    var story = Story()
    story.add("ecs", "RunTask", at: "09:00:00", by: caller)
    #expect(try story.analyzed().coverage.map(\.isWriteOnly) == [true])
    story.add("iam", "ListRoles", at: "09:30:00", by: caller, more: ["readOnly": readOnly])
    let entry = try #require(try story.analyzed().coverage.first)
    #expect(!entry.isWriteOnly)
    #expect(!entry.readOnlySeen)
    #expect(entry.holdsUnmarked)
  }

  @Test func categoriesAreCountedByName() throws {
    var story = Story()
    for name in ["Management", "Data", "NetworkActivity", "NetworkActivity", "Weather"] {
      story.add(
        "kms", "ListKeys", at: "09:00:00", by: caller, more: ["eventCategory": #""\#(name)""#])
    }
    #expect(
      try story.analyzed().coverage.map(\.categories)
        == [["Management": 2, "Data": 1, "NetworkActivity": 2]])
  }

  @Test func aFractionOfASecondIsDropped() throws {
    var story = loggedIn()
    let id = story.add("ecs", "ListTasks", at: "2026-03-02T09:05:07.123Z", by: caller)
    #expect(try story.analyzed().entry(id)?.eventTime.description == "2026-03-02T09:05:07Z")
  }

  @Test(arguments: [
    #""2026-03-02""#, #""yesterday""#, "null", "1772442000", #""2026-02-30T00:00:00Z""#,
  ])
  func aRecordWithoutATimeIsCountedAsSuch(time: String) throws {
    var story = loggedIn()
    story.add("ecs", "ListTasks", at: "09:00:00", by: caller, more: ["eventTime": time])
    let found = try story.analyzed()
    #expect(found.timeline.count == 1)
    #expect(found.summary.undated == 1)
    #expect(found.summary.records == 2)
  }

  @Test(arguments: [
    nil, "null", "{}", #""x""#, "[]", #"{"type":null}"#, #"{"type":"AssumedRole"}"#,
  ])
  func nobodyNeedNotBeAnybody(identity: String?) throws {
    var story = loggedIn()
    let id = story.add(
      "s3", "DeleteBucket", at: "09:30:00", by: identity.map { Caller(json: $0) },
      request: #"{"bucketName":"prod-state"}"#)
    let entry = try #require(try story.analyzed().entry(id))
    #expect(entry.runner == "prod")
    #expect(entry.actor == "unknown")
  }

  @Test(arguments: [nil, "null", #""""#, "7"]) func recordsWithoutAnIDAreNoCopies(id: String?)
    throws
  {
    var story = loggedIn()
    for call in ["ListTasks", "ListClusters", "ListServices"] {
      story.add("ecs", call, at: "09:30:00", by: caller, more: ["eventID": id])
    }
    let found = try story.analyzed()
    #expect(found.timeline.count == 4)
    #expect(found.summary.duplicates == 0)
  }

  @Test func copiesThatDifferAreCounted() throws {
    var story = loggedIn()
    for error in [nil, nil, "AccessDenied"] {
      story.add(
        "ecs", "ListTasks", at: "09:30:00", by: caller, error: error,
        more: ["eventID": #""aaaaaaaa-0000-4000-8000-000000000000""#])
    }
    let found = try story.analyzed()
    #expect(found.summary.duplicates == 2)
    #expect(found.summary.conflicts == 1)
    #expect(found.timeline.count == 2)
  }

  @Test(arguments: ["aaaaaaaa", "bbbbbbbb"], [true, false])
  func anUpdateTakesThePlaceOfTheRecord(update: String, isFirst: Bool) throws {
    var story = loggedIn()
    let original = "aaaaaaaa-0000-4000-8000-000000000000"
    let id = "\(update)-0000-4000-8000-000000000000"
    func add(_ id: String, _ error: String?, _ addendum: String?) {
      story.add(
        "ecs", "ListTasks", at: "09:30:00", by: caller, error: error,
        more: ["eventID": "\"\(id)\"", "addendum": addendum])
    }
    let addendum = #"{"reason":"UPDATED_DATA","originalEventID":"\#(original)"}"#
    if isFirst { add(id, nil, addendum) }
    add(original, "AccessDenied", nil)
    if !isFirst { add(id, nil, addendum) }
    let found = try story.analyzed()
    #expect(found.timeline.map(\.outcome) == [.success, .success])
    #expect(found.entry(id)?.outcome == .success)
    #expect(found.summary.superseded == 1)
    #expect(found.summary.duplicates == 1)
    #expect(found.summary.conflicts == 0)
  }

  @Test func whatAnUpdateDeniesWasNotIssued() throws {
    var story = Story()
    let original = story.login(.token("acme+prod"), manager, key: "ASIAA", at: "09:00:00")
    story.login(
      .token("acme+prod"), manager, key: nil, at: "09:00:00",
      more: ["addendum": #"{"reason":"UPDATED_DATA","originalEventID":"\#(original)"}"#])
    let found = try story.analyzed()
    #expect(found.timeline.map(\.outcome) == [.denied])
    #expect(found.sessions.isEmpty)
  }

  @Test func aLateRecordIsNoUpdate() throws {
    var story = loggedIn()
    let first = story.add("ecs", "ListTasks", at: "09:30:00", by: caller)
    story.add(
      "ecs", "ListClusters", at: "09:30:00", by: caller,
      more: ["addendum": #"{"reason":"DELIVERY_DELAY","originalEventID":"\#(first)"}"#])
    #expect(try story.analyzed().timeline.count == 3)
  }

  @Test func fieldsOfWrongKindsAreNoFault() throws {
    var story = loggedIn()
    for value in ["7", "true", "[]", "{}", "[{}]", "null", #""\ud800""#] {
      let keys = [
        "requestParameters", "responseElements", "resources", "errorCode", "awsRegion",
        "sharedEventID", "sourceIPAddress", "userAgent", "recipientAccountId",
        "additionalEventData",
        "serviceEventDetails", "eventCategory",
      ]
      for (service, call) in [
        ("sts", "AssumeRole"), ("ecs", "RunTask"), ("ecs", "RegisterTaskDefinition"),
        ("s3", "PutBucketLogging"), ("kms", "Decrypt"), ("logs", "StartQuery"), ("ec2", "X"),
        ("iam", "CreateRole"),
      ] {
        for key in keys {
          story.add(service, call, at: "09:30:00", by: caller, more: [key: value])
        }
      }
    }
    let found = try story.analyzed()
    #expect(found.summary.records == story.records.count)
    #expect(found.summary.troubles.isEmpty)
    #expect(found.timeline.count == story.records.count)
  }

  @Test func aLoneYearDoesNotMakeTheGapsSlow() throws {
    var story = Story()
    story.add("ecs", "ListTasks", at: "1970-01-01T00:00:00Z", by: caller)
    story.add("ecs", "ListTasks", at: "9999-12-31T23:59:59Z", by: caller)
    let coverage = try #require(try story.analyzed().coverage.first)
    #expect(coverage.missing.map(\.from.description) == ["1970-01-01T01:00:00Z"])
    #expect(coverage.missing.map(\.to.description) == ["9999-12-31T23:00:00Z"])
  }

  @Test func gapsAreWholeHoursInsideTheInput() throws {
    var story = Story()
    for time in ["09:59:59", "10:30:00", "13:00:00", "13:59:00"] {
      story.add("ecs", "ListTasks", at: time, by: caller)
    }
    for time in ["08:10:00", "16:00:00"] {
      story.add("ecs", "ListTasks", at: time, by: caller, more: ["awsRegion": #""us-east-1""#])
    }
    let coverage = try story.analyzed().coverage
    #expect(coverage.map(\.awsRegion) == ["eu-central-1", "us-east-1"])
    let gaps = coverage.map { $0.missing.map { "\($0.from)/\($0.to)" } }
    #expect(
      gaps[0] == [
        "2026-03-02T08:00:00Z/2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z/2026-03-02T13:00:00Z",
        "2026-03-02T14:00:00Z/2026-03-02T17:00:00Z",
      ])
    #expect(gaps[1] == ["2026-03-02T09:00:00Z/2026-03-02T16:00:00Z"])
  }
}
