import Foundation
import Testing

/// Damaged input: said on stderr with file and offset, what was readable is written, code 3.
@Suite struct DamageTests {
  private let folder: TestFolder
  private let records = LoggedRecord.several(50)

  init() throws { folder = try TestFolder() }

  /// Runs `events` on `log` and expects damage that is said with `parts`.
  private func damaged(
    _ arguments: [String] = [], says parts: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Run {
    let run = try Trailscan.run(["events", "log"] + arguments, in: folder)
    run.expectCode(3, sourceLocation: sourceLocation)
    run.expectError(["damaged: log: "] + parts, sourceLocation: sourceLocation)
    let account = try run.expectAccount(sourceLocation: sourceLocation)
    #expect(account.damaged == 1, sourceLocation: sourceLocation)
    #expect(account.files == 0, sourceLocation: sourceLocation)
    #expect(account.matched == run.lines.count, sourceLocation: sourceLocation)
    return run
  }

  /// What is written must be the first records, whole.
  private func expectPrefix(_ run: Run, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(records.lines.hasPrefix(run.output), sourceLocation: sourceLocation)
    #expect(!run.lines.isEmpty, sourceLocation: sourceLocation)
  }

  @Test func truncatedGzip() throws {
    let whole = try Data(contentsOf: folder.compress(incompressible.logFile, to: "log"))
    try folder.write(whole.prefix(whole.count / 2), to: "log")
    let run = try damaged(says: ["gzip data ends early", "at byte \(grouped(whole.count / 2)) of"])
    #expect(incompressible.lines.hasPrefix(run.output))
    #expect(!run.lines.isEmpty)
  }

  @Test func gzipWithoutItsLastByte() throws {
    let whole = try Data(contentsOf: folder.compress(records.logFile, to: "log"))
    try folder.write(whole.dropLast(), to: "log")
    let run = try damaged(says: ["gzip data ends early"])
    expectPrefix(run)
    expectSame(run.output, records.lines)
  }

  @Test func aFlippedBit() throws {
    var bytes = try Data(contentsOf: folder.compress(incompressible.logFile, to: "log"))
    bytes[bytes.count * 3 / 4] ^= 0x10
    try folder.write(bytes, to: "log")
    let run = try damaged(says: ["at byte "])
    #expect(!run.lines.isEmpty)
  }

  @Test func bytesBehindTheGzipData() throws {
    try folder.compress(records.logFile, to: "log")
    try folder.sh("printf 'junk that is no gzip' >> log")
    let run = try damaged(says: ["bytes that are not gzip"])
    expectPrefix(run)
    expectSame(run.output, records.lines)
  }

  @Test func aLogFileThatEndsEarly() throws {
    let text = records.logFile
    try folder.write(String(text.prefix(text.count / 2)), to: "log")
    let run = try damaged(says: ["ends inside a record", "of the content"])
    run.expectError(["at byte \(grouped(text.count / 2)) of the content"])
    expectPrefix(run)
    #expect(run.lines.count == 24 || run.lines.count == 25)
  }

  @Test func aBadLineAmongGoodOnes() throws {
    let good = [records[0], records[1]]
    try folder.write(records[0].json + "\nnonsense {\n" + records[1].json + "\n", to: "log")
    let run = try damaged(says: ["not JSON", "at byte \(grouped(records[0].json.count + 1)) of"])
    expectSame(run.output, good.lines)
  }

  @Test func aLineThatWasCutAmongGoodOnes() throws {
    let cut = String(records[1].json.prefix(120))
    try folder.write(
      [records[0].json, cut, records[2].json, ""].joined(separator: "\n"), to: "log")
    let run = try damaged(says: ["at byte "])
    expectSame(run.output, [records[0], records[2]].lines)
  }

  @Test func aRecordOverTheLimitIsPassedOver() throws {
    var list = Array(records.prefix(3))
    list[1].more = #","requestParameters":{"text":"\#(String(repeating: "x", count: 400_000))"}"#
    try folder.write(list.logFile, to: "log")
    let run = try damaged(
      ["--max-record-size", "100000"], says: ["more than 100,000 bytes", "passed over"])
    expectSame(run.output, [list[0], list[2]].lines)
  }

  @Test func aRecordAsLongAsTheLimitAllowsIsRead() throws {
    var record = records[0]
    record.more = #","requestParameters":{"text":"\#(String(repeating: "x", count: 900_000))"}"#
    try folder.write([record].logFile, to: "log")
    let run = try Trailscan.run(
      ["events", "log", "--max-record-size", "1000000"], in: folder)
    run.expectSuccess()
    expectSame(run.output, [record].lines)
  }

  @Test func aRecordThatNestsTooDeepIsSaid() throws {
    var list = Array(records.prefix(3))
    let open = String(repeating: "[", count: 300)
    let close = String(repeating: "]", count: 300)
    list[1].more = #","requestParameters":\#(open)\#(close)"#
    try folder.write(list.logFile, to: "log")
    let run = try damaged(["--all", "--region", "*"], says: ["deeper than 256 levels"])
    expectSame(run.output, [list[0], list[2]].lines)
    let wide = try Trailscan.run(
      ["events", "log", "--region", "*", "--max-nesting", "400"], in: folder)
    wide.expectSuccess()
    expectSame(wide.output, list.lines)
  }

  /// A record that is no JSON inside is not one that was not asked for.
  @Test(arguments: [["timeline"], ["events", "--region", "*"]])
  func aRecordThatIsDamagedInsideIsCountedSo(_ command: [String]) throws {
    var list = Array(records.prefix(3))
    list[1].more = #","requestParameters":{"a" 1}"#
    try folder.write(list.logFile, to: "log")
    let run = try Trailscan.run(command + ["log"], in: folder)
    run.expectCode(3)
    let account = try run.expectAccount()
    #expect(account.read == 3)
    #expect(account.malformed == 1)
    #expect(run.error.contains(" + 1 damaged") || run.error.contains("= 1 damaged"))
  }

  @Test func aFileThatInflatesBeyondItsLimitIsCut() throws {
    try folder.compress(records.logFile, to: "log")
    expectPrefix(try damaged(["--max-file-size", "5000"], says: ["5000", "reading stopped"]))
  }

  /// 100 MB of blanks in some hundred kilobytes: beyond the 64 MiB that any file may have.
  @Test func aFileThatInflatesTooMuchIsCut() throws {
    try folder.write(records.lines, to: "head")
    try folder.sh("{ cat head; head -c 100000000 /dev/zero | tr '\\0' ' '; } | gzip -1nc > log")
    let run = try damaged(["--max-inflation-ratio", "10"], says: ["reading stopped"])
    expectSame(run.output, records.lines)
  }

  @Test func afterADamagedFileTheOthersAreRead() throws {
    try folder.write("{\"Records\":[{\"a\"", to: "a.json")
    try folder.write(records.logFile, to: "b.json")
    try folder.write(#"{"Records":[\#(records[0].json),{"#, to: "c.json")
    let run = try Trailscan.run(["events", "."], in: folder)
    run.expectCode(3)
    run.expectError(["damaged: ./a.json", "damaged: ./c.json"])
    expectSame(run.output, records.lines)
    let account = try run.expectAccount()
    #expect(account.files == 1)
    #expect(account.damaged == 2)
    #expect(account.duplicates == 1)
  }

  @Test func strictStopsAtTheFirstDamagedFile() throws {
    try folder.write([records[0]].logFile, to: "a.json")
    try folder.write("{\"Records\":[{\"a\"", to: "b.json")
    for name in ["c", "d", "e"] { try folder.write([records[1]].logFile, to: "\(name).json") }
    let run = try Trailscan.run(["events", ".", "--strict", "--jobs", "1"], in: folder)
    run.expectCode(3)
    run.expectError(["damaged: ./b.json"])
    expectSame(run.output, [records[0]].lines)
    #expect(try run.expectAccount().files == 1)
  }

  @Test(arguments: ["timeline", "coverage"])
  func anAnalysisOfDamagedInputSaysSoToo(_ command: String) throws {
    try folder.write(#"{"Records":[\#(records[0].json),{"#, to: "log")
    let run = try Trailscan.run([command, "log"], in: folder)
    run.expectCode(3)
    run.expectError(["damaged: log: "])
    #expect(try run.expectAccount().read == 1)
  }

  @Test func aFileThatCannotBeOpenedIsNamed() throws {
    try folder.write(records.logFile, to: "log.json")
    try folder.sh("ln -s loop loop")
    let run = try Trailscan.run(["events", "loop", "log.json"], in: folder)
    run.expectCode(3)
    run.expectError(["unreadable: loop"])
    expectSame(run.output, records.lines)
  }

  /// Records that gzip cannot make small, so that a cut or a flipped bit hits few of them.
  private var incompressible: [LoggedRecord] {
    var state: UInt64 = 7
    return LoggedRecord.several(59).map { record in
      var record = record
      let words = (0..<150).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return String(state >> 8, radix: 36)
      }
      record.more = #","requestParameters":{"text":"\#(words.joined())"}"#
      return record
    }
  }

  private func grouped(_ number: Int) -> String {
    number < 1_000 ? "\(number)" : "\(number / 1_000)," + "\(1_000 + number % 1_000)".dropFirst()
  }
}
