import FleetModel
import Foundation
import GzipStream

/// A folder for one test, removed with the value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "fleet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: FilePath { FilePath(url.path) }
}

/// One record as it was read back.
typealias Fields = [String: Any]

/// Logs and truth, read back by other means than they were written with.
struct WrittenLogs {
  let root: URL

  /// The log files, relative to the folder, in order.
  func filePaths() throws -> [String] {
    try LogFolder.logFiles(in: FilePath(root.appending(path: "AWSLogs").path)).map {
      String($0.description.dropFirst(root.path.count + 1))
    }
  }

  func text(of path: String) throws -> Data {
    var reader = try LogReader(path: FilePath(root.appending(path: path).path))
    var bytes: [UInt8] = []
    while try reader.read(upTo: 1 << 16, appendingTo: &bytes) > 0 {}
    return Data(bytes)
  }

  func records(of path: String) throws -> [Fields] {
    let object = try JSONSerialization.jsonObject(with: text(of: path)) as? Fields
    return object?["Records"] as? [Fields] ?? []
  }

  func allRecords() throws -> [Fields] {
    try filePaths().flatMap(records)
  }

  /// The lines of a file of the truth.
  func truth(_ name: String) throws -> [Fields] {
    let data = try Data(contentsOf: root.appending(path: "truth/\(name)"))
    return try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONSerialization.jsonObject(with: $0) as? Fields ?? [:]
    }
  }
}

extension [String: Any] {
  /// The text at a path such as `userIdentity.sessionContext.attributes.creationDate`.
  func text(_ path: String) -> String? { value(path) as? String }

  func value(_ path: String) -> Any? {
    var current: Any? = self
    for key in path.split(separator: ".") {
      current = (current as? Fields)?[String(key)]
    }
    return current
  }

  var id: String { text("eventID") ?? "" }
  var name: String { text("eventName") ?? "" }
  var source: String { text("eventSource") ?? "" }
}

extension Scenario {
  /// The records as a reader of their JSON sees them.
  func read() throws -> [Fields] {
    try events.map {
      let data = Data(JSONWriter.text(of: $0.record.json, style: $0.style).utf8)
      return try JSONSerialization.jsonObject(with: data) as? Fields ?? [:]
    }
  }
}
