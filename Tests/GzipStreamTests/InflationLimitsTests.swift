import GzipStream
import Testing

@Suite("Limits of inflation")
struct InflationLimitsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a bomb ends soon after the ratio is passed", arguments: InflateEngine.available)
  func ratio(engine: InflateEngine) throws {
    let stored = GzipWriter.compress([UInt8](repeating: 0x20, count: 8 << 20), level: 9)
    let limits = InflationLimits(fileSize: 1 << 40, ratio: 400, ratioGrace: 1 << 20)
    let content = Content(of: try folder.write(stored), engine: engine, limits: limits)
    #expect(content.error?.reason == .tooLarge("inflates more than 400 : 1"))
    #expect(content.bytes.count > 1 << 20)
    #expect(content.bytes.count <= stored.count * 400 + 1 << 18)
  }

  @Test("below the grace any ratio passes", arguments: InflateEngine.available)
  func grace(engine: InflateEngine) throws {
    let blanks = [UInt8](repeating: 0x20, count: 1 << 20)
    let path = try folder.write(GzipWriter.compress(blanks, level: 9))
    #expect(Content(of: path, engine: engine) == Content(blanks))
  }

  @Test("a file may not inflate beyond the allowed size", arguments: InflateEngine.available)
  func size(engine: InflateEngine) throws {
    let log = sampleLog(count: 300_000)
    let limits = InflationLimits(fileSize: 100_000, ratio: 1000, ratioGrace: 0)
    for stored in [log, GzipWriter.compress(log)] {
      let path = try folder.write(stored)
      let content = Content(of: path, engine: engine, limits: limits, limit: 30_000)
      #expect(content.error?.reason == .tooLarge("over 100000 bytes inflated"))
      #expect(content.holds(Array(log[..<120_000])))
    }
  }

  @Test("a plain file has no ratio")
  func plain() throws {
    let log = sampleLog(count: 10_000)
    let limits = InflationLimits(fileSize: 1 << 30, ratio: 1, ratioGrace: 0)
    #expect(Content(of: try folder.write(log), engine: .zlib, limits: limits) == Content(log))
  }

  @Test(
    "a file that zlib reads once more is not taken for a bomb", arguments: InflateEngine.available)
  func secondReading(engine: InflateEngine) throws {
    let log = sampleLog(count: 2_000_000)
    let stored = GzipWriter.compress(log)
    let limits = InflationLimits(
      fileSize: 1 << 30, ratio: log.count / stored.count + 2, ratioGrace: 100_000)
    let cut = Array(stored.dropLast(100))
    let content = Content(of: try folder.write(cut), engine: engine, limits: limits)
    #expect(content.error == LogReadError(.truncated, at: cut.count))
  }
}
