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
      Self.start + Self.withoutEnd(piece)
    }
  }

  /// What stands between the beginnings of two records, without what joins records and files.
  private static func withoutEnd(_ piece: String) -> Substring {
    var text = piece[...]
    if text.hasSuffix(head) { text = text.dropLast(head.count) }
    while text.last?.isNewline == true { text = text.dropLast() }
    return text.hasSuffix(",") ? text.dropLast() : text.dropLast(2)
  }

  private static let head = #"{"Records":["#
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
