import CloudTrail
import Evidence
import Testing

@Suite struct LogExportTests {
  @Test func anExportTaskWritesTimesAndLetsMessagesGoOn() {
    let found = messages(
      Array(
        """
        2026-03-02T09:00:33.001Z Terraform v1.12.2
        2026-03-02T09:00:34.870Z panic: multi line
        goroutine 1 [running]:

        main.main()
        2026-03-02T09:00:30.000Z

        """.utf8))
    #expect(
      found.map(\.text) == [
        "Terraform v1.12.2", "panic: multi line\ngoroutine 1 [running]:\n\nmain.main()", "",
      ])
    #expect(
      found.map(\.time.description) == [
        "2026-03-02T09:00:33Z", "2026-03-02T09:00:34Z", "2026-03-02T09:00:30Z",
      ])
    #expect(found.allSatisfy { $0.stream == nil && $0.hasZone })
  }

  @Test func tailNamesTheStreamOrNoZone() {
    let detailed = messages(
      Array("2026-03-02T10:15:13.000000+01:00 runner/main/9e8d wget: 403".utf8))
    #expect(detailed.map(\.stream) == ["runner/main/9e8d"])
    #expect(detailed.map(\.text) == ["wget: 403"])
    #expect(detailed.map(\.time.description) == ["2026-03-02T09:15:13Z"])
    let short = messages(Array("2026-03-02T10:15:13 wget: 403\n  more".utf8))
    #expect(short.map(\.hasZone) == [false])
    #expect(short.map(\.text) == ["wget: 403\n  more"])
  }

  @Test(arguments: [[1], [2], [3], [5, 11], [40]]) func chunksDoNotMatter(chunks: [Int]) {
    let text = Array(
      "stray\n2026-03-02T09:00:33.001Z a\nb\n2026-03-02T09:00:34Z c\r\n2026-03-02T09:00:35.1Z \u{1F600}"
        .utf8)
    #expect(messages(text, chunks: chunks) == messages(text))
    #expect(messages(text).count == 3)
  }

  @Test func aMessageIsKeptUpToALimit() {
    let text =
      "2026-03-02T09:00:33Z a\n"
      + String(repeating: String(repeating: "x", count: 9_999) + "\n", count: 20)
    let found = messages(Array(text.utf8))
    #expect(found.count == 1)
    #expect(found[0].isCut)
    #expect(found[0].text.utf8.count < 1 << 16)
  }

  @Test(arguments: [
    ("runner/main/9e8d7c6b5a4938271605f4e3d2c1b0a9", "9e8d7c6b5a4938271605f4e3d2c1b0a9"),
    ("runner-main-5b1d0e0c3f2e4f6f9a1b2c3d4e5f6071", "5b1d0e0c3f2e4f6f9a1b2c3d4e5f6071"),
    ("beef/9e8d7c6b5a4938271605f4e3d2c1b0a9.log", "9e8d7c6b5a4938271605f4e3d2c1b0a9"),
  ]) func theTaskIsInTheNameOfTheStream(name: String, task: String) {
    #expect(LogStreamName.task(in: name) == task)
  }

  @Test(arguments: [
    "", "runner", "9e8d7c6b5a4938271605f4e3d2c1b0a", "9e8d7c6b5a4938271605f4e3d2c1b0a9a",
    "8a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "9E8D7C6B5A4938271605F4E3D2C1B0A9",
  ]) func otherNamesNameNoTask(name: String) { #expect(LogStreamName.task(in: name) == nil) }

  @Test(arguments: [
    ("2026-03-02T09:00:33.001Z started", TextKind.logExport),
    ("\n2026-03-02T09:00:33 started", .logExport),
    (#"2026-03-02T09:00:33.001Z {"level":"error"}"#, .logExport),
    (#"2026-03-02T09:00:33.001Z {"eventVersion":"1.11","eventSource":"s3.amazonaws.com"}"#, .other),
    ("Permission Check Successful", .exportTest),
    (#"{"Records":[]}"#, .other), ("[]", .other), ("# Read me", .other), ("", .other),
    ("o b [02/Mar/2026:09:00:20 +0000] - -", .accessLog),
    ("o b [02/Mar/2026:09:00:20] - -", .other),
    (#"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326"#, .other),
  ]) func aFileIsToldByItsFirstLine(text: String, expected: TextKind) {
    #expect(kind(Array(text.utf8), isEnded: true) == expected)
  }

  @Test func halfALineIsNotEnough() {
    #expect(kind(Array("2026-03-02T09".utf8), isEnded: false) == nil)
    #expect(kind([UInt8](), isEnded: false) == nil)
    #expect(kind(Array("{".utf8), isEnded: false) == .other)
    let long = [UInt8](repeating: 0x61, count: 1 << 17)
    #expect(kind(long, isEnded: false) == .other)
  }

  @Test(.enabled(if: SharedData.isPresent, "the shared data is not here"))
  func readsTheSamplesOfTail() throws {
    let detailed = messages(try SharedData.bytes("cloudwatch-logs/logs-tail.detailed.txt"))
    #expect(detailed.map(\.text) == ["wget: server returned error"])
    #expect(detailed.first?.stream == "runner/main/9e8d7c6b5a4938271605f4e3d2c1b0a9")
    let short = messages(try SharedData.bytes("cloudwatch-logs/logs-tail.short.txt"))
    #expect(short.map(\.hasZone) == [false])
  }
}
