import Foundation
import GzipStream
import Testing

/// The gzipped logs of the shared test data, which stands beside the package.
private let sharedLogs: [FilePath] = {
  let beside = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let named = ProcessInfo.processInfo.environment["TRAILSCAN_SHARED_DATA"]
  var found: [FilePath] = []
  var folders = [FilePath(named ?? "/\(beside)/../shared/data")]
  while let folder = folders.popLast() {
    for name in (try? folder.entries()) ?? [] {
      let path = folder.appending(name)
      if FileStatus(of: path)?.kind == .folder { folders.append(path) }
      if path.lastComponent.hasSuffix(".gz") { found.append(path) }
    }
  }
  return found
}()

@Suite("Real logs", .enabled(if: !sharedLogs.isEmpty, "the shared test data is not there"))
struct SharedDataTests {
  private let folder: TemporaryFolder
  static let others = InflateEngine.available.filter { $0 != .zlib }

  init() throws { folder = try TemporaryFolder() }

  @Test("inflate without an error, but for those that are cut off")
  func wholeFiles() {
    for path in sharedLogs {
      let content = Content(of: path, engine: .zlib)
      if path.lastComponent.contains("truncated") {
        #expect(content.error?.reason == .truncated)
      } else {
        #expect(content.error == nil, "\(path)")
        #expect(!content.bytes.isEmpty, "\(path)")
      }
    }
  }

  @Test("are the same with every engine", arguments: others)
  func engines(engine: InflateEngine) {
    for path in sharedLogs {
      let reference = Content(of: path, engine: .zlib)
      for limit in [1000, 1 << 18] {
        #expect(Content(of: path, engine: engine, limit: limit) == reference, "\(path)")
      }
    }
  }

  @Test("are the same with every engine when damaged", arguments: others)
  func damaged(engine: InflateEngine) throws {
    var generator = SeededGenerator(seed: 7)
    for path in sharedLogs {
      let size = try #require(FileStatus(of: path)).size
      let stored = Array(try Data(contentsOf: URL(fileURLWithPath: path.description)))
      #expect(stored.count == size)
      for round in 0..<8 {
        let place = Int.random(in: stored.indices, using: &generator)
        var damaged = stored
        if round % 2 == 0 {
          damaged.removeSubrange(place...)
        } else {
          damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
        let copy = try folder.write(damaged)
        let reference = Content(of: copy, engine: .zlib)
        #expect(Content(of: copy, engine: engine) == reference, "\(path), \(round) at \(place)")
      }
    }
  }
}
