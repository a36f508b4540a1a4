import CloudTrail
import FoundationEssentials
import GzipStream
import Sigma

/// The public rules beside the package: read where they are, never copied.
enum SharedRules {
  static let folder: String? = {
    let given = ProcessInfo.processInfo.environment["TRAILSCAN_SHARED_DATA"]
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let folder = given ?? "/\(package)/../shared/data"
    return FileManager.default.fileExists(atPath: folder + "/sigma-rules") ? folder : nil
  }()

  static let isPresent = folder != nil

  /// The rule files below a folder of `sigma-rules`, in path order.
  static func sources(_ path: String) throws -> [SourceText] {
    guard let folder else { return [] }
    let root = "\(folder)/sigma-rules/\(path)"
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    return try names.filter { $0.hasSuffix(".yml") }.sorted().map { name in
      guard let data = FileManager.default.contents(atPath: "\(root)/\(name)") else {
        throw CocoaError(.fileReadNoSuchFile)
      }
      return try SourceText(name: name, bytes: Array(data))
    }
  }

  /// The records of all real logs beside the package, each eventID once, in path order.
  static func realRecords() throws -> [[UInt8]] {
    guard let folder else { return [] }
    var seen: Set<String> = []
    var records: [[UInt8]] = []
    for part in ["stratus", "invictus", "records"] {
      let root = "\(folder)/\(part)"
      let names = try FileManager.default.subpathsOfDirectory(atPath: root)
      for name in names.filter({ $0.contains(".json") }).sorted() {
        for record in try read(FilePath("\(root)/\(name)")) {
          var map = JSONMap()
          try map.read(record.span)
          let id = FieldValues.texts(of: "eventID", map, record.span, context: UnknownContext())
          if seen.insert(id?.first ?? "").inserted { records.append(record) }
        }
      }
    }
    return records
  }

  /// The records of one log, gzip or plain.
  private static func read(_ path: FilePath) throws -> [[UInt8]] {
    var log = try LogReader(path: path)
    var reader = RecordReader()
    while try log.read(upTo: 1 << 18, appendingTo: &reader.buffer) > 0 {}
    reader.end()
    var records: [[UInt8]] = []
    try reader.drain { bytes, mark in records.append(JSONText.copy(bytes, mark.range)) }
    return records
  }
}
