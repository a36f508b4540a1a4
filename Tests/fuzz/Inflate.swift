import Foundation
import GzipStream

/// The file that holds the input, one for each process.
private let path = FilePath(
  FileManager.default.temporaryDirectory
    .appendingPathComponent("trailscan-fuzz-\(ProcessInfo.processInfo.processIdentifier).gz").path)

/// Inflates `input` behind a gzip header with every engine, and compares what comes out.
func fuzzInflate(_ input: [UInt8]) {
  let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
  guard (try? write(header + input)) != nil else { preconditionFailure("no room for \(path)") }
  defer { path.remove() }
  let reference = outcome(of: .zlib, limit: 1 << 18)
  for engine in InflateEngine.available {
    for limit in [100, 1 << 18] {
      let other = outcome(of: engine, limit: limit)
      // ISA-L may take what zlib refuses, if the checksum fits.
      if other.error == nil && reference.error != nil { continue }
      precondition(other.error == reference.error, "\(engine), \(limit) bytes a call: the error")
      precondition(other.bytes == reference.bytes, "\(engine), \(limit) bytes a call: the bytes")
    }
  }
}

private func write(_ bytes: [UInt8]) throws(LogReadError) {
  var file = try OutputFile(path: path, replacing: true)
  try file.write(bytes)
  try file.commit()
}

/// What an engine makes of the file: the bytes that zlib vouches for, and the error at their end.
private func outcome(of engine: InflateEngine, limit: Int) -> (bytes: [UInt8], error: LogReadError?)
{
  var bytes: [UInt8] = []
  var surplus = 0
  do throws(LogReadError) {
    var reader = try LogReader(path: path, engine: engine)
    defer { surplus = reader.surplusBytes }
    while try reader.read(upTo: limit, appendingTo: &bytes) > 0 {}
    return (bytes, nil)
  } catch {
    return (Array(bytes.dropLast(surplus)), error)
  }
}
