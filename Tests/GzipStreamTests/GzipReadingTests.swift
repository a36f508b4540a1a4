import GzipStream
import Testing

@Suite("Reading gzip")
struct GzipReadingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func content(_ stored: [UInt8], _ engine: InflateEngine) throws -> Content {
    Content(of: try folder.write(stored), engine: engine)
  }

  @Test("a member comes back as it was", arguments: InflateEngine.available)
  func member(engine: InflateEngine) throws {
    for count in [1, 100, 40_000, 70_000, 1_000_000] {
      let log = sampleLog(count: count)
      for level in [1, 6, 9] {
        let content = try content(GzipWriter.compress(log, level: level), engine)
        #expect(content.error == nil)
        #expect(content.holds(log))
      }
    }
  }

  @Test("an empty file and an empty member hold nothing", arguments: InflateEngine.available)
  func empty(engine: InflateEngine) throws {
    for stored in [[], GzipWriter.compress([])] {
      let content = try content(stored, engine)
      #expect(content.error == nil)
      #expect(content.bytes.isEmpty)
    }
  }

  @Test("members stand one after another", arguments: InflateEngine.available)
  func members(engine: InflateEngine) throws {
    var stored: [UInt8] = []
    var plain: [UInt8] = []
    for index in 0..<300 {
      let part = sampleLog(count: index * 7 % 900, seed: UInt64(index))
      plain += part
      stored += GzipWriter.compress(part)
    }
    for padding in [0, 1, 8, 512] {
      let content = try content(stored + [UInt8](repeating: 0, count: padding), engine)
      #expect(content.error == nil)
      #expect(content.holds(plain))
    }
  }

  @Test("padding may stand between members", arguments: InflateEngine.available)
  func paddingBetween(engine: InflateEngine) throws {
    let member = GzipWriter.compress([1, 2, 3])
    let content = try content(member + [0, 0, 0] + member, engine)
    #expect(content.error == nil)
    #expect(content.holds([1, 2, 3, 1, 2, 3]))
  }

  @Test("what follows and is no member is told", arguments: InflateEngine.available)
  func garbage(engine: InflateEngine) throws {
    let member = GzipWriter.compress([1, 2, 3])
    for tail in ["x", "garbage", "\u{1F}x", "\0\0x"] {
      let content = try content(member + Array(tail.utf8), engine)
      #expect(content.holds([1, 2, 3]))
      let zeros = tail.utf8.prefix(while: { $0 == 0 }).count
      #expect(content.error == LogReadError(.trailingGarbage, at: member.count + zeros))
    }
  }

  @Test("a header may hold a checksum of its own", arguments: InflateEngine.available)
  func headerChecksum(engine: InflateEngine) throws {
    let member = GzipWriter.compress([7, 8])
    let header: [UInt8] = [0x1F, 0x8B, 8, 2, 0, 0, 0, 0, 0, 3, 0xA7, 0x77]
    #expect(try content(member + header + member[10...] + member, engine).error == nil)
    var wrong = header
    wrong[10] ^= 1
    let damaged = try content(member + wrong + member[10...], engine)
    #expect(damaged.error?.reason == .corrupt("header crc mismatch"))
    #expect(damaged.holds([7, 8]))
  }

  @Test("a header may hold a name, a comment and extra bytes")
  func headers() throws {
    let member = GzipWriter.compress(Array("plain".utf8))
    let optional: [(flag: UInt8, bytes: [UInt8])] = [
      (4, [3, 0, 9, 0, 9]), (8, Array("a name\0".utf8)), (16, Array("a comment\0".utf8)),
    ]
    for chosen in 0..<8 {
      var header = Array(member[..<10])
      for (index, part) in optional.enumerated() where chosen >> index & 1 == 1 {
        header[3] |= part.flag
        header += part.bytes
      }
      let path = try folder.write(header + member[10...] + header + member[10...])
      for engine in InflateEngine.available {
        let content = Content(of: path, engine: engine)
        #expect(content.error == nil, "flags \(header[3]), \(engine)")
        #expect(content.holds(Array("plainplain".utf8)))
      }
    }
  }

  @Test("a header longer than the read buffer is read", arguments: InflateEngine.available)
  func longHeader(engine: InflateEngine) throws {
    let member = GzipWriter.compress([7])
    for length in [131_050, 131_072, 131_080, 300_000] {
      let name = [UInt8](repeating: 0x61, count: length) + [0]
      let header = [0x1F, 0x8B, 8, 8] + member[4..<10] + name
      let content = try content(member + header + member[10...], engine)
      #expect(content.error == nil)
      #expect(content.holds([7, 7]))
    }
  }

  @Test("a header with other flags or another method is damage", arguments: InflateEngine.available)
  func strangeHeader(engine: InflateEngine) throws {
    var flags = GzipWriter.compress([7])
    flags[3] = 0x80
    #expect(
      try content(flags, engine).error?.reason == .corrupt("unknown header flags set"))
    var method = GzipWriter.compress([7])
    method[2] = 7
    #expect(
      try content(method, engine).error?.reason == .corrupt("unknown compression method"))
  }

  @Test("a wrong checksum or length is told after all bytes", arguments: InflateEngine.available)
  func trailer(engine: InflateEngine) throws {
    let log = sampleLog(count: 300_000)
    let stored = GzipWriter.compress(log)
    for (back, message) in [(8, "incorrect data check"), (1, "incorrect length check")] {
      var damaged = stored
      damaged[damaged.count - back] ^= 0x10
      let content = try content(damaged, engine)
      #expect(content.error?.reason == .corrupt(message))
      #expect(content.holds(log))
    }
  }

  @Test("nothing follows an error", arguments: InflateEngine.available)
  func afterAnError(engine: InflateEngine) throws {
    let stored = GzipWriter.compress(sampleLog(count: 1000))
    var reader = try LogReader(path: folder.write(Array(stored.dropLast(4))), engine: engine)
    var bytes: [UInt8] = []
    #expect(try reader.read(upTo: 4096, appendingTo: &bytes) > 0)
    let expected = LogReadError(.truncated, at: stored.count - 4)
    do throws(LogReadError) {
      _ = try reader.read(upTo: 4096, appendingTo: &bytes)
      Issue.record("the file is truncated")
    } catch {
      #expect(error == expected)
    }
    #expect(try reader.read(upTo: 4096, appendingTo: &bytes) == 0)
  }

  @Test("the reader appends, and counts what it has read", arguments: InflateEngine.available)
  func counts(engine: InflateEngine) throws {
    let log = sampleLog(count: 5000)
    let stored = GzipWriter.compress(log)
    var reader = try LogReader(path: folder.write(stored), engine: engine)
    var bytes: [UInt8] = [1, 2, 3]
    #expect(try reader.read(upTo: 10, appendingTo: &bytes) == 10)
    #expect(bytes == [1, 2, 3] + log[..<10])
    while try reader.read(upTo: 1 << 16, appendingTo: &bytes) > 0 {}
    let (plainBytes, storedBytes) = (reader.plainBytes, reader.storedBytes)
    #expect(plainBytes == log.count)
    #expect(storedBytes == stored.count)
  }

  @Test("any chunk size gives the same bytes", arguments: InflateEngine.available)
  func chunkSizes(engine: InflateEngine) throws {
    let log = sampleLog(count: 120_000)
    let stored =
      GzipWriter.compress(Array(log[..<90_000])) + GzipWriter.compress(Array(log[90_000...]))
    let path = try folder.write(stored)
    for limit in [1, 2, 7, 100, 257, 258, 259, 32_767, 32_768, 65_537, 1 << 20] {
      let content = Content(of: path, engine: engine, limit: limit)
      #expect(content.error == nil, "limit \(limit)")
      #expect(content.holds(log), "limit \(limit)")
    }
  }
}
