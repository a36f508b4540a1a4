import GzipStream
import Testing

@Suite("All engines agree")
struct EngineAgreementTests {
  private let folder: TemporaryFolder
  static let others = InflateEngine.available.filter { $0 != .zlib }

  init() throws { folder = try TemporaryFolder() }

  /// Expects the same bytes and the same error from `engine` as from zlib.
  private func expectAgreement(
    _ stored: [UInt8], _ engine: InflateEngine, limit: Int = 1 << 18, _ what: String
  ) throws {
    let path = try folder.write(stored)
    let reference = Content(of: path, engine: .zlib, limit: limit)
    let content = Content(of: path, engine: engine, limit: limit)
    #expect(content.error == reference.error, "\(what)")
    #expect(content.bytes.count == reference.bytes.count, "\(what)")
    #expect(content.bytes == reference.bytes, "\(what)")
  }

  @Test("on a file cut off anywhere", arguments: others)
  func cuts(engine: InflateEngine) throws {
    let stored = GzipWriter.compress(sampleLog(count: 3000)) + GzipWriter.compress([1, 2, 3])
    for end in 0...stored.count {
      for limit in [100, 1 << 18] {
        try expectAgreement(Array(stored[..<end]), engine, limit: limit, "cut at \(end)")
      }
    }
  }

  @Test("on a file with any bit turned", arguments: others)
  func flips(engine: InflateEngine) throws {
    let stored = GzipWriter.compress(sampleLog(count: 2000)) + GzipWriter.compress([1, 2, 3])
    for place in 0..<stored.count {
      for bit in 0..<8 {
        var damaged = stored
        damaged[place] ^= 1 << UInt8(bit)
        try expectAgreement(damaged, engine, "bit \(bit) of byte \(place)")
      }
    }
  }

  @Test("on large files with a bit turned, and cut off", arguments: others)
  func largeDamage(engine: InflateEngine) throws {
    let stored = GzipWriter.compress(sampleLog(count: 2_000_000))
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<40 {
      let place = Int.random(in: stored.indices, using: &generator)
      var damaged = stored
      damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try expectAgreement(damaged, engine, "byte \(place)")
      try expectAgreement(Array(stored[..<place]), engine, "cut at \(place)")
    }
  }

  @Test("on random bytes behind a header", arguments: others)
  func randomBytes(engine: InflateEngine) throws {
    var generator = SeededGenerator(seed: 6)
    let header = GzipWriter.compress([])[..<10]
    for _ in 0..<2000 {
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
      try expectAgreement(header + bytes, engine, "\(bytes)")
    }
  }
}
