import ByteScan
import Foundation
import GzipStream
import Testing

/// Whatever inflates and whatever scans, on one thread or several: the same bytes.
@Suite struct EngineTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// Options that force an engine, a kernel and a number of threads. In these few each kernel
  /// stands, and each engine with one thread and with two; the first are the references alone.
  private static let choices: [[String]] = {
    let kernels = MarkKernel.allCases.filter(\.isAvailable)
    let engines = InflateEngine.available
    return (0..<max(kernels.count, engines.count * 2)).map { number in
      [
        "--kernel", kernels[number % kernels.count].rawValue,
        "--inflate", engines[number % engines.count].rawValue,
        "--jobs", "\(number / engines.count % 2 + 1)",
      ]
    }
  }()

  /// Runs `command` with every engine and every kernel, and expects the output, the messages and
  /// the exit code of the references.
  @discardableResult private func expectAgreement(
    _ command: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Run {
    let reference = try Trailscan.run(command + Self.choices[0], in: folder)
    for choice in Self.choices.dropFirst() {
      let run = try Trailscan.run(command + choice, in: folder)
      expectSame(run.output, reference.output, sourceLocation: sourceLocation)
      expectSame(run.error, reference.error, sourceLocation: sourceLocation)
      #expect(run.code == reference.code, "\(choice)", sourceLocation: sourceLocation)
    }
    return reference
  }

  @Test func everyKernelAndEngineIsForced() {
    #expect(Self.choices[0] == ["--kernel", "plain", "--inflate", "zlib", "--jobs", "1"])
    for kernel in MarkKernel.allCases where kernel.isAvailable {
      #expect(Self.choices.contains { $0.contains(kernel.rawValue) })
    }
    for engine in InflateEngine.available {
      for jobs in ["1", "2"] {
        #expect(Self.choices.contains { $0.contains(engine.rawValue) && $0.last == jobs })
      }
    }
  }

  @Test(arguments: [["events"], ["events", "--all"], ["timeline"]])
  func allGiveTheSameOverTheSample(command: [String]) throws {
    try folder.copyOneHourOfSample()
    let run = try expectAgreement(command + ["logs"])
    run.expectSuccess()
    #expect(run.lines.count > 50)
  }

  /// A log that takes over a megabyte when compressed, so that it is worth a thread of its own.
  private func writeLargeLog(asLines: Bool) throws -> Data {
    var state: UInt64 = 7
    let records = LoggedRecord.several(59).flatMap { record in
      (0..<3).map { copy in
        let words = (0..<830).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return String(state >> 8, radix: 36)
        }
        var record = record
        record.number = record.number * 100 + copy
        record.service = copy == 0 ? "ec2.amazonaws.com" : record.service
        record.more = #","requestParameters":{"text":"\#(words.joined())"}"#
        return record
      }
    }
    let text = asLines ? records.lines : records.logFile
    let stored = try Data(contentsOf: folder.compress(text, to: "log"))
    #expect(stored.count > 1 << 20)
    return stored
  }

  @Test(arguments: [true, false]) func aLargeFileIsReadAsOnOneThread(asLines: Bool) throws {
    _ = try writeLargeLog(asLines: asLines)
    let whole = try expectAgreement(["events", "log"])
    whole.expectSuccess()
    #expect(whole.lines.count == 59 * 2)
    for limit in [["--max-file-size", "1000000"], ["--max-record-size", "900"]] {
      try expectAgreement(["events", "log"] + limit).expectCode(3)
    }
  }

  @Test func aDamagedLargeFileIsReadAsOnOneThread() throws {
    let stored = try writeLargeLog(asLines: true)
    var turned = stored
    turned[stored.count / 2] ^= 8
    var other = stored
    other[stored.count - 6] ^= 1
    let damaged = [turned, other, stored.dropLast(3), stored + Data("garbage".utf8)]
    for (number, bytes) in damaged.enumerated() {
      try folder.write(bytes, to: "damaged/\(number).gz")
      let alone = try expectAgreement(["events", "damaged/\(number).gz"])
      alone.expectCode(3)
      #expect(!alone.lines.isEmpty)
    }
    let all = try expectAgreement(["events", "damaged"])
    #expect(try all.expectAccount().damaged == damaged.count)
  }

  /// Lines that are no JSON, so that the scan goes on behind each of them.
  @Test func brokenLinesInALargeFileAreTheSame() throws {
    _ = try writeLargeLog(asLines: true)
    try folder.sh("gzip -dc log | sed '7~30s/\"eventName.*//' | gzip -nc > broken.gz")
    let run = try expectAgreement(["events", "broken.gz"])
    run.expectCode(3)
    #expect(run.lines.count > 100)
  }

  @Test func whoeverStopsReadingStopsBothThreads() throws {
    _ = try writeLargeLog(asLines: true)
    let run = try Trailscan.shell(
      "trailscan events --jobs 2 - < log | head -1; cat log | trailscan events --jobs 2 - | wc -l",
      in: folder)
    run.expectSuccess()
    #expect(run.lines.count == 2)
    #expect(run.lines.last?.trimmingCharacters(in: .whitespaces) == "\(59 * 2)")
  }

  @Test func aChoiceThatIsNotThereIsAMistake() throws {
    try Trailscan.run(["events", "log", "--kernel", "fast"], in: folder).expectUsageFault("kernel")
    let missing = MarkKernel.neon.isAvailable ? "sse2" : "neon"
    try Trailscan.run(["events", "log", "--kernel", missing], in: folder)
      .expectUsageFault("--kernel plain|portable")
  }

  @Test func theVersionNamesTheEngineAndTheKernel() throws {
    let run = try Trailscan.run(["--version"], in: folder)
    run.expectSuccess()
    expectSame(
      run.output,
      "0.1.0 (inflates with \(InflateEngine.fastest.versionText), scans with \(MarkKernel.fastest))\n"
    )
  }
}
