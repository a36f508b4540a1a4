import GzipStream
import Testing

@Suite("Writing gzip")
struct GzipWriterTests {
  @Test("the same bytes give the same member, without a time in it")
  func deterministic() {
    let log = sampleLog(count: 100_000)
    let member = GzipWriter.compress(log)
    #expect(member == GzipWriter.compress(log))
    #expect(Array(member[..<8]) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    #expect(GzipWriter.compress(log, level: 9).count <= member.count)
    #expect(member.count < GzipWriter.compress(log, level: 1).count)
  }

  @Test("pieces of any size give one member")
  func pieces() throws {
    let log = sampleLog(count: 300_000)
    let whole = GzipWriter.compress(log)
    for step in [1000, 65_536, 1 << 20] {
      var writer = GzipWriter()
      var output: [UInt8] = []
      for start in stride(from: 0, to: log.count, by: step) {
        let piece = Array(log[start..<min(start + step, log.count)])
        writer.write(piece.span, finish: false, appendingTo: &output)
      }
      writer.write([UInt8]().span, finish: true, appendingTo: &output)
      #expect(output == whole)
    }
  }

  @Test("a writer goes on with another member")
  func members() throws {
    let folder = try TemporaryFolder()
    var writer = GzipWriter(level: 1)
    var output: [UInt8] = []
    for part in [[1, 2], [], [3]] as [[UInt8]] {
      writer.write(part.span, finish: true, appendingTo: &output)
    }
    #expect(Content(of: try folder.write(output), engine: .fastest) == Content([1, 2, 3]))
  }

  @Test("a level that zlib does not have is a mistake of the caller")
  func level() async {
    await #expect(processExitsWith: .failure) { _ = GzipWriter(level: 10) }
  }
}
