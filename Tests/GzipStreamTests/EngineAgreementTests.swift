import Foundation
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
    #expect(content.holds(reference.bytes), "\(what)")
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

  /// Small blocks; with a bit of byte 48 turned, the first block's distance codes have a gap.
  private static let manyBlocks = """
    H4sIAAAAAAACA4zPuwpCMRCE4XdJfYpsLrvGWhAbfYbJZlMIWgWbg++uYGO57fDxw+zBXvZcl1M4hqw8UIeE7Tde
    8bDvfLZ163fTFd7b/sfLQJltqpMTuBGrt94PIHQdTs6VCyU0Jxc0US7ZyZNAS67wXhWKOqu3ThQlpUxOHiulPshb
    Z1ZDz/xhV45pAIBBAID9+BkBOcv8e8DBgoD27rLXu6c7fz0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABj2
    4EAAAAAAAMj/tRFUVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVdiDAwEAAAAAIP/XRlBVVVVVVVVVVVVV
    VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVYQ8OBAAAAACA/F8bQVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
    VVWlPTgkAAAAABD0/7UvTAAAAAAAAAAAAAAAAAAAAAAAAAAAALAIssl2SSRMAgA=
    """

  private func manyBlocks() throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: Self.manyBlocks.filter { $0 != "\n" })))
  }

  @Test("on the error, where ISA-L goes on beyond a code table with a gap", arguments: others)
  func surplus(engine: InflateEngine) throws {
    var stored = try manyBlocks()
    stored[48] ^= 4
    let path = try folder.write(stored)
    let reference = Content(of: path, engine: .zlib)
    let content = Content(of: path, engine: engine, limit: 4096)
    #expect(reference.error?.reason == .corrupt("invalid distances set"))
    #expect(content.error == reference.error)
    #expect(content.surplus > 0)
    #expect(reference.holds(content.bytes.dropLast(content.surplus)))
  }

  @Test("but for bytes whose checksum fits, which ISA-L takes as they are", arguments: others)
  func verified(engine: InflateEngine) throws {
    let stored = try manyBlocks()
    let intact = Content(of: try folder.write(stored), engine: .zlib)
    for place in Array(10..<110) + Array(320..<374) {
      for bit in 0..<8 {
        var damaged = stored
        damaged[place] ^= 1 << UInt8(bit)
        let path = try folder.write(damaged)
        let reference = Content(of: path, engine: .zlib)
        let content = Content(of: path, engine: engine, limit: 4096)
        if content.error == nil {
          #expect(content.holds(intact.bytes), "bit \(bit) of byte \(place)")
        } else {
          #expect(content.error == reference.error, "bit \(bit) of byte \(place)")
          let trusted = content.bytes.dropLast(content.surplus)
          #expect(reference.holds(trusted), "bit \(bit) of byte \(place)")
        }
      }
    }
  }
}
