import Foundation
import GzipStream
import Testing

@Suite("Reading what is not gzip")
struct PlainAndBase64Tests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("plain files come back as they are, in any chunk size", arguments: InflateEngine.available)
  func plain(engine: InflateEngine) throws {
    let log = sampleLog(count: 200_000)
    for count in [0, 1, 2, 5, 6, 7, 1000, 131_072, log.count] {
      let path = try folder.write(Array(log[..<count]))
      for limit in [3, 4096, 1 << 18] where count / limit < 10_000 {
        #expect(Content(of: path, engine: engine, limit: limit) == Content(Array(log[..<count])))
      }
    }
  }

  @Test("a byte order mark is kept for the reader of the records")
  func byteOrderMark() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array(#"{"Records":[]}"#.utf8)
    #expect(Content(of: try folder.write(bytes), engine: .zlib) == Content(bytes))
  }

  @Test("base64 of gzip is read, with or without line ends", arguments: InflateEngine.available)
  func base64(engine: InflateEngine) throws {
    let log = sampleLog(count: 400_000)
    let stored = Data(GzipWriter.compress(log, level: 1))
    let texts = [
      stored.base64EncodedData(), stored.base64EncodedData(options: .lineLength76Characters),
      stored.base64EncodedData(options: [.lineLength64Characters, .endLineWithLineFeed]),
      stored.base64EncodedData() + Data("\r\n".utf8),
    ]
    for text in texts {
      let path = try folder.write(Array(text))
      for limit in [1000, 1 << 18] {
        #expect(Content(of: path, engine: engine, limit: limit) == Content(log))
      }
    }
  }

  @Test("damage in base64 is told after the bytes before it", arguments: InflateEngine.available)
  func base64Damage(engine: InflateEngine) throws {
    let log = sampleLog(count: 100_000)
    let text = Array(Data(GzipWriter.compress(log)).base64EncodedData())
    let cut = Content(of: try folder.write(Array(text[..<(text.count / 2)])), engine: engine)
    #expect(cut.error == LogReadError(.truncated, at: text.count / 2))
    #expect(!cut.bytes.isEmpty && log.starts(with: cut.bytes))
    var other = text
    other[text.count / 2] = UInt8(ascii: "!")
    let strange = Content(of: try folder.write(other), engine: engine)
    #expect(strange.error == LogReadError(.corrupt("not base64"), at: text.count / 2))
    #expect(!strange.bytes.isEmpty && log.starts(with: strange.bytes))
  }

  @Test("other compressions are named")
  func otherCompressions() throws {
    let heads: [(bytes: [UInt8], name: String)] = [
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), (Array("BZh9".utf8), "bzip2"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"), (Array("PK\u{3}\u{4}".utf8), "zip"),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"), ([0x04, 0x22, 0x4D, 0x18], "lz4"),
      ([0x1F, 0x9D, 0x90], "compress"), (Array("PAR1".utf8), "Parquet"),
    ]
    for head in heads {
      let content = Content(of: try folder.write(head.bytes + [1, 2, 3, 4]), engine: .zlib)
      #expect(content.error == LogReadError(.unsupportedCompression(head.name), at: 0))
      #expect(content.bytes.isEmpty)
    }
  }
}
