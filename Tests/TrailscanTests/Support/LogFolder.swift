import Foundation

/// A folder of log files, read by other means than the tool: gzip's own program, and a cut at
/// `{"eventVersion"`, with which each record of these files begins.
struct LogFolder {
  /// The records as they are logged, in the order of paths and places.
  let texts: [String]

  /// Reads all `*.json.gz` below `path`.
  init(_ path: String) throws {
    let folder = try TestFolder()
    let run = try Trailscan.shell(
      "find '\(path)' -name '*.json.gz' | LC_ALL=C sort | xargs gzip -dc", in: folder)
    texts = run.output.components(separatedBy: Self.start).dropFirst().map { piece in
      let end = [",", Self.fileBorder, "]}"].first { piece.hasSuffix($0) } ?? ""
      return Self.start + piece.dropLast(end.count)
    }
  }

  private static let fileBorder = #"]}{"Records":["#
  private static let start = #"{"eventVersion""#

  /// The committed sample.
  static let sample = Result { try LogFolder(Trailscan.sample) }

  /// The lines that `events` owes for those records that `isMeant`: each once, the first copy.
  func lines(where isMeant: (Fields) -> Bool) throws -> String {
    var seen: Set<String> = []
    var lines = ""
    for text in texts {
      let fields = try Fields(json: text)
      if isMeant(fields), seen.insert(fields.id).inserted { lines += text + "\n" }
    }
    return lines
  }
}
