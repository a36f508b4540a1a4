import Foundation
import GzipStream

/// What the generator of a fleet says of its own records, read back from its files.
struct Truth {
  /// A record that belongs to a runner.
  struct Event: Decodable {
    var eventID: String
    var call: String
    var service: String
    var runner: String
    var session: String?
    var issued: String?
    var task: String?
    var stage: String
    var why: String
    var role: String?
  }

  /// A credential that was issued to a runner, named by its key.
  struct Session: Decodable {
    var session: String
    var runner: String
    var kind: String
    var roleArn: String
    var roleId: String
    var roleSessionName: String
    var issuedBy: String
    var issuedAt: String
    var expiresAt: String
    var parent: String?
    var task: String?
    var events: Int
  }

  /// A runner.
  struct Runner: Decodable {
    var runner: String
    var account: String
    var subject: String
    var retiredAt: String?
    var formerRoleIds: [String]
  }

  /// An attack that was planted.
  struct Attack: Decodable {
    var id: String
    var runner: String
    var title: String
    var eventIDs: [String]
  }

  var events: [String: Event]
  var sessions: [Session]
  var runners: [Runner]
  var attacks: [Attack]

  /// Reads the truth that stands below `folder`.
  init(in folder: TemporaryFolder) throws {
    let list: [Event] = try Self.lines(folder, "events")
    events = Dictionary(list.map { ($0.eventID, $0) }) { first, _ in first }
    sessions = try Self.lines(folder, "sessions")
    runners = try Self.lines(folder, "runners")
    attacks = try Self.lines(folder, "attacks")
  }

  private static func lines<Line: Decodable>(_ folder: TemporaryFolder, _ name: String) throws
    -> [Line]
  {
    let url = URL(filePath: folder.file("truth/\(name).ndjson").description)
    let decoder = JSONDecoder()
    return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(Line.self, from: Data($0))
    }
  }
}
