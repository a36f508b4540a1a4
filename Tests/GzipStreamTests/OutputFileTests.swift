import Foundation
import GzipStream
import Testing

@Suite("Output files")
struct OutputFileTests {
  private let folder: TemporaryFolder
  private var target: FilePath { folder.path.appending(Array("report".utf8)) }

  init() throws { folder = try TemporaryFolder() }

  /// What `body` throws, if anything.
  private func error(_ body: () throws(LogReadError) -> Void) -> LogReadError? {
    do throws(LogReadError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  private func write(_ text: String, replacing: Bool) throws(LogReadError) {
    var output = try OutputFile(path: target, replacing: replacing)
    try output.write(Array(text.utf8))
    try output.commit()
  }

  private func text(of path: FilePath) -> String {
    String(decoding: Content(of: path, engine: .zlib).bytes, as: UTF8.self)
  }

  @Test("a file appears when it is committed, not before")
  func appears() throws {
    var output = try OutputFile(path: target, replacing: false)
    try output.write(Array("one ".utf8))
    try output.write(Array("two".utf8).span)
    #expect(FileStatus(of: target) == nil)
    let named = output.temporaryPath
    let temporary = try #require(named)
    #expect(FileStatus(of: temporary)?.size == 7)
    try output.commit()
    try output.commit()
    #expect(try folder.names == ["report"])
    #expect(text(of: target) == "one two")
  }

  @Test("without a commit nothing is left")
  func abandoned() throws {
    do {
      let output = try OutputFile(path: target, replacing: false)
      try output.write([1, 2, 3])
      #expect(try folder.names.count == 1)
    }
    #expect(try folder.names.isEmpty)
  }

  @Test("an existing file is refused, or replaced on request")
  func existing() throws {
    try write("old", replacing: false)
    let refused = error { () throws(LogReadError) in try write("new", replacing: false) }
    #expect(refused == LogReadError(.system(operation: "create", errno: EEXIST), at: 0))
    #expect(text(of: target) == "old")
    try write("new", replacing: true)
    #expect(text(of: target) == "new")
    #expect(try folder.names == ["report"])
  }

  @Test("a file that has appeared meanwhile is not replaced")
  func appearedMeanwhile() throws {
    var output = try OutputFile(path: target, replacing: false)
    try Data("theirs".utf8).write(to: URL(fileURLWithPath: target.description))
    do throws(LogReadError) {
      try output.commit()
      Issue.record("the file exists")
    } catch {
      #expect(error == LogReadError(.system(operation: "create", errno: EEXIST), at: 0))
    }
    #expect(text(of: target) == "theirs")
  }

  @Test("the old file stays whole until the new one is")
  func replacedAtOnce() throws {
    try write("old", replacing: false)
    do {
      let output = try OutputFile(path: target, replacing: true)
      try output.write(Array("half".utf8))
      #expect(text(of: target) == "old")
    }
    #expect(text(of: target) == "old")
  }

  @Test("a link under the temporary name is not followed")
  func linkInTheWay() throws {
    let victim = try folder.write(Array("precious".utf8), as: Array("victim".utf8))
    let beside = target.description + ".partial-\(getpid())"
    try FileManager.default.createSymbolicLink(
      atPath: beside, withDestinationPath: victim.description)
    try write("report", replacing: false)
    #expect(text(of: victim) == "precious")
    #expect(text(of: target) == "report")
  }

  @Test("a device is written to as it stands")
  func device() throws {
    let null = FilePath("/dev/null")
    var output = try OutputFile(path: null, replacing: true)
    try output.write([1, 2, 3])
    let temporary = output.temporaryPath
    #expect(temporary == nil)
    try output.commit()
    #expect(FileStatus(of: null)?.kind == .other)
  }

  @Test("a folder, or a file in a missing folder, cannot be created")
  func impossible() {
    let aFolder = error { () throws(LogReadError) in
      _ = try OutputFile(path: folder.path, replacing: true)
    }
    #expect(aFolder == LogReadError(.system(operation: "create", errno: EISDIR), at: 0))
    let below = target.appending(Array("file".utf8))
    let missing = error { () throws(LogReadError) in
      _ = try OutputFile(path: below, replacing: false)
    }
    #expect(missing == LogReadError(.system(operation: "create", errno: ENOENT), at: 0))
  }

  @Test(
    "a full disk is told", .enabled(if: FileStatus(of: full) != nil, "there is no /dev/full"))
  func fullDisk() throws {
    let output = try OutputFile(path: Self.full, replacing: true)
    let written = error { () throws(LogReadError) in try output.write([1]) }
    #expect(written == LogReadError(.system(operation: "write", errno: ENOSPC), at: 0))
  }

  /// A device that refuses every byte.
  private static let full = FilePath("/dev/full")

  @Test("standard output is neither named nor closed")
  func standardOutput() async throws {
    let result = try await #require(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      do {
        var output = OutputFile()
        try output.write(Array("first,".utf8))
        try output.commit()
        precondition(output.temporaryPath == nil, "standard output has no file")
      }
      try OutputFile().write(Array("second".utf8))
    }
    #expect(
      String(decoding: result.standardOutputContent, as: UTF8.self).contains("first,second"))
  }
}
