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

  /// A member whose header has an extra field, a name, a comment and a checksum of its own, where
  /// `flags` say so.
  private static func member(flags: UInt8, _ content: [UInt8]) -> [UInt8] {
    let plain = GzipWriter.compress(content)
    var header = Array(plain[..<10])
    header[3] = flags
    if flags & 4 != 0 { header += [5, 0] + Array("extra".utf8) }
    if flags & 8 != 0 { header += Array("name".utf8) + [0] }
    if flags & 16 != 0 { header += Array("comment".utf8) + [0] }
    if flags & 2 != 0 {
      let checksum = Self.checksum(header)
      header += [UInt8(truncatingIfNeeded: checksum), UInt8(truncatingIfNeeded: checksum >> 8)]
    }
    return header + plain[10...]
  }

  /// CRC-32, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }

  @Test("on every kind of header, whole, cut off, and with any bit turned", arguments: others)
  func headers(engine: InflateEngine) throws {
    let content = sampleLog(count: 300)
    for flags: UInt8 in 0..<32 {
      let stored = Self.member(flags: flags, content) + Self.member(flags: flags, [1, 2, 3])
      let whole = Content(of: try folder.write(stored), engine: engine)
      #expect(whole.error == nil && whole.holds(content + [1, 2, 3]), "flags \(flags)")
      for place in 0..<60 {
        try expectAgreement(Array(stored[..<place]), engine, "flags \(flags), cut at \(place)")
        var damaged = stored
        damaged[place] ^= 1 << UInt8(place & 7)
        try expectAgreement(damaged, engine, "flags \(flags), byte \(place)")
      }
    }
  }

  @Test("on what follows the last member: padding, garbage, another head", arguments: others)
  func tails(engine: InflateEngine) throws {
    let stored = GzipWriter.compress(sampleLog(count: 2000))
    let tails: [[UInt8]] = [
      [0], [0, 0, 0], [1], [0, 1], [0x1F], [0x1F, 0x8B], [0x1F, 0x8B, 8], [0x1F, 0x8B, 9, 0],
      Array("garbage".utf8), [0, 0] + GzipWriter.compress([1]), GzipWriter.compress([]),
    ]
    for tail in tails {
      for limit in [100, 1 << 18] {
        try expectAgreement(stored + tail, engine, limit: limit, "tail \(tail)")
      }
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
