import CloudTrail
import FoundationEssentials
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

  /// The records of the recorded attack techniques, as they stand in their arrays.
  static func realRecords() throws -> [[UInt8]] {
    guard let folder else { return [] }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/stratus")
    return try names.filter { $0.hasSuffix(".json") }.sorted().flatMap { name in
      let data = FileManager.default.contents(atPath: "\(folder)/stratus/\(name)")
      let bytes = Array(data ?? .init())
      var map = JSONMap()
      try map.read(bytes.span)
      return map.children(of: 0).map { Array(bytes[map.nodes[$0].rawRange]) }
    }
  }
}
