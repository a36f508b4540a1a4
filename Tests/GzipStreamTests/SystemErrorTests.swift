import Foundation
import GzipStream
import Testing

@Suite("What the operating system refuses")
struct SystemErrorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a missing file", arguments: InflateEngine.available)
  func missing(engine: InflateEngine) {
    let content = Content(of: folder.path.appending(Array("none".utf8)), engine: engine)
    #expect(content.error == LogReadError(.system(operation: "open", errno: ENOENT), at: 0))
  }

  @Test("a folder", arguments: InflateEngine.available)
  func aFolder(engine: InflateEngine) {
    let content = Content(of: folder.path, engine: engine)
    #expect(content.error == LogReadError(.system(operation: "read", errno: EISDIR), at: 0))
  }

  @Test(
    "a file that may not be read", .enabled(if: getuid() != 0, "the superuser may read any file"))
  func unreadable() throws {
    let path = try folder.write([1])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: path.description)
    let content = Content(of: path, engine: .zlib)
    #expect(content.error == LogReadError(.system(operation: "open", errno: EACCES), at: 0))
  }

  @Test(
    "a disk that fails while it is read", .enabled(if: FileStatus(of: failing) != nil, "no /proc"))
  func failingRead() {
    let content = Content(of: Self.failing, engine: .zlib)
    #expect(content.error == LogReadError(.system(operation: "read", errno: EIO), at: 0))
  }

  /// Its first page is never mapped, and reading it gives `EIO`.
  private static let failing = FilePath("/proc/self/mem")

  @Test("a name that is not UTF-8 is read, and told with replacement characters")
  func strangeName() throws {
    let path = try folder.write(GzipWriter.compress([1, 2]), as: [0x66, 0xFF, 0xE9, 0x2E])
    #expect(try folder.path.entries() == [[0x66, 0xFF, 0xE9, 0x2E]])
    #expect(Content(of: path, engine: .fastest) == Content([1, 2]))
    #expect(path.lastComponent == "f\u{FFFD}\u{FFFD}.")
    #expect(path.description.hasSuffix("/f\u{FFFD}\u{FFFD}."))
  }

  @Test("an error number has a text")
  func message() {
    #expect(systemMessage(ENOENT) == "No such file or directory")
  }

  @Test("a pipe on standard input is read with every engine")
  func pipe() async {
    await #expect(processExitsWith: .success) {
      for engine in InflateEngine.available {
        let log = sampleLog(count: 20_000)
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data(GzipWriter.compress(log)))
        try pipe.fileHandleForWriting.close()
        dup2(pipe.fileHandleForReading.fileDescriptor, 0)
        var reader = LogReader(engine: engine)
        var bytes: [UInt8] = []
        while try reader.read(upTo: 4096, appendingTo: &bytes) > 0 {}
        precondition(bytes == log, "the pipe gives the log")
      }
    }
  }

  @Test("a damaged file on standard input is read as one that is named")
  func redirected() async throws {
    let log = sampleLog(count: 400_000)
    let path = try folder.write(GzipWriter.compress(log) + GzipWriter.compress(log).dropLast(9))
    await #expect(processExitsWith: .success) { [path = path.description as String] in
      for engine in InflateEngine.available {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        dup2(file.fileDescriptor, 0)
        let named = Content(of: FilePath(path), engine: engine)
        precondition(named.error?.reason == .truncated, "the file is cut off")
        var reader = LogReader(engine: engine)
        var bytes: [UInt8] = []
        do throws(LogReadError) {
          while try reader.read(upTo: 1 << 18, appendingTo: &bytes) > 0 {}
          preconditionFailure("the damage is told")
        } catch {
          precondition(error == named.error, "the same error as by name")
        }
        precondition(bytes == named.bytes, "the same bytes as by name")
      }
    }
  }

  @Test("a read of no bytes is a mistake of the caller")
  func noBytes() async {
    await #expect(processExitsWith: .failure) {
      var reader = LogReader()
      var bytes: [UInt8] = []
      _ = try? reader.read(upTo: 0, appendingTo: &bytes)
    }
  }

  @Test(
    "an engine that the build lacks is a mistake of the caller",
    .enabled(if: !InflateEngine.isal.isAvailable, "this build has every engine"))
  func missingEngine() async {
    await #expect(processExitsWith: .failure) { _ = LogReader(engine: .isal) }
  }

  @Test("zlib is always there, and each engine has a version")
  func engines() {
    #expect(InflateEngine.available.contains(.zlib))
    #expect(InflateEngine.available.contains(.fastest))
    #expect(InflateEngine.zlib.versionText.hasPrefix("zlib 1."))
    #expect(InflateEngine.isal.versionText.hasPrefix("ISA-L "))
  }
}
