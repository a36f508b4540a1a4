import Foundation
import Testing

/// Expected output beside the tests. `RECORD_GOLDEN=1` writes it anew and fails the test, so that
/// a recording never passes for a check.
struct GoldenFile {
  private let url: URL

  /// The file `name` in the folder Golden.
  init(_ name: String) {
    url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden").appending(path: name)
  }

  /// Compares `bytes` with the file.
  func expect(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(bytes).write(to: url)
      Issue.record("recorded \(url.lastPathComponent)", sourceLocation: sourceLocation)
      return
    }
    let expected = [UInt8](try Data(contentsOf: url))
    let isSame = bytes == expected
    #expect(
      isSame, "\(url.lastPathComponent) \(Self.difference(bytes, expected))",
      sourceLocation: sourceLocation)
  }

  private static func difference(_ new: [UInt8], _ old: [UInt8]) -> String {
    let lines = [new, old].map { $0.split(separator: 10, omittingEmptySubsequences: false) }
    let same = zip(lines[0], lines[1]).prefix { $0 == $1 }.count
    let shown = lines.map { lines in
      same < lines.count ? String(decoding: lines[same], as: UTF8.self) : "(end)"
    }
    return "differs in line \(same + 1):\n  now  \(shown[0])\n  was  \(shown[1])"
  }
}
