import GzipStream

/// How fast each engine inflates one large file, and a folder's worth of small ones.
enum InflateBenchmark {
  /// Prints two lines an engine: inflated bytes a second, from files in `folder` that are removed.
  static func run(in folder: FilePath) throws(LogReadError) {
    let text = (0..<200_000).map { #"{"eventID":"\#($0 &* 2_654_435_761)","eventName":"Put"},"# }
    let log = Array(text.joined().utf8)
    let large = folder.appending(Array("bench-large.gz".utf8))
    let small = folder.appending(Array("bench-small.gz".utf8))
    defer {
      large.remove()
      small.remove()
    }
    try write(GzipWriter.compress(log), to: large)
    try write(GzipWriter.compress(Array(log[..<20_000])), to: small)
    for engine in InflateEngine.available {
      let name = engine.versionText
      print(Measurement("\(name), one file", bytes: log.count) { inflate(large, 1, engine) }.line)
      let files = Measurement("\(name), files of 20 kB", bytes: 20_000 * 2000) {
        inflate(small, 2000, engine)
      }
      print(files.line)
    }
  }

  private static func write(_ bytes: [UInt8], to path: FilePath) throws(LogReadError) {
    var output = try OutputFile(path: path, replacing: true)
    try output.write(bytes)
    try output.commit()
  }

  private static func inflate(_ path: FilePath, _ times: Int, _ engine: InflateEngine) {
    var window: [UInt8] = []
    window.reserveCapacity(1 << 19)
    do throws(LogReadError) {
      for _ in 0..<times {
        var reader = try LogReader(path: path, engine: engine)
        while try reader.read(upTo: 1 << 18, appendingTo: &window) > 0 {
          window.removeAll(keepingCapacity: true)
        }
      }
    } catch {
      print("\(path): \(error)")
    }
  }
}
