import CloudTrail
import Incident

/// Turns what `--descends-from` names into credentials: an event stands for the key it issued, else
/// for the one it was made with.
enum DescentRoots {
  /// Keys, ARNs and session ids.
  static func resolve(_ texts: [String], _ scan: LogScan) throws -> [String] {
    try texts.flatMap { $0.split(separator: ",").map(String.init) }.map { text in
      guard isEventID(text) else { return text }
      guard scan.isRepeatable else {
        throw CommandError.usage(
          "--descends-from EVENTID reads the input twice, which standard input and pipes do not "
            + "allow; name files")
      }
      let found = RecordProbe.run(scan, text)
      guard let hit = found.hits.first else {
        try Closing.end(
          "--descends-from: no event '\(text)' in the input", notFoundBeside: found.troubles)
      }
      guard let credential = hit.credential else {
        throw CommandError.usage(
          "--descends-from: event '\(text)' neither issued a credential nor was made with one")
      }
      return credential
    }
  }

  /// Throws where none of `roots` led to a session or an entry.
  static func check(_ roots: [String], _ result: Analyzer.Result, isNoneShown: Bool) throws {
    guard !roots.isEmpty, result.descendants.isEmpty, isNoneShown else { return }
    throw CommandError.usage(
      "--descends-from: no credential in the input is called \(roots.joined(separator: ", ")); "
        + "give an access key, the ARN of a role, role session or user, the id of a session, or an "
        + "eventID")
  }

  /// True for 36 characters with dashes where a GUID has them.
  private static func isEventID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(\.isHexDigit)
  }
}
