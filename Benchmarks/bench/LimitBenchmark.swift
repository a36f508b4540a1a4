import CLimit
import Dispatch
import GzipStream
import Synchronization

/// What nothing that reads a folder of logs can be faster than: inflating its files, into one
/// buffer, and throwing the bytes away.
struct LimitBenchmark {
  /// What one run came to.
  struct Result {
    var files = 0
    var storedBytes = 0
    var plainBytes = 0
    /// Files that are no sound gzip files; what they hold is not counted.
    var refused = 0
    var time = Duration.zero
  }

  let engine: InflateEngine
  let threads: Int

  /// Inflates the `.gz` files at or below `path` on all threads, the largest first.
  func run(_ path: String) -> Result? {
    let files = Self.files(path).sorted { $0.size > $1.size }
    let next = Atomic(0)
    let sum = Mutex(Result(files: files.count, storedBytes: files.reduce(0) { $0 + $1.size }))
    let kind = engine == .isal ? LIMIT_ISAL : LIMIT_ZLIB
    guard engine.isAvailable else { return nil }
    let time = ContinuousClock().measure {
      DispatchQueue.performEverywhere(iterations: threads) { _ in
        // The worker is made and ended here, and used by this thread alone.
        guard let worker = unsafe limit_new(kind) else { preconditionFailure("no \(engine)") }
        defer { unsafe limit_free(worker) }
        var plain = 0
        var refused = 0
        while true {
          let file = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard file < files.count else { break }
          let count = unsafe limit_inflate(worker, files[file].path)
          if count < 0 { refused += 1 } else { plain += Int(count) }
        }
        let (bytes, bad) = (plain, refused)
        sum.withLock {
          $0.plainBytes += bytes
          $0.refused += bad
        }
      }
    }
    var result = sum.withLock { $0 }
    result.time = time
    return result
  }

  /// The paths and sizes of the gzip files at or below `path`.
  private static func files(_ path: String) -> [(path: String, size: Int)] {
    let root = FilePath(path)
    guard let status = FileStatus(of: root) else { return [] }
    if status.kind == .file { return [(path, status.size)] }
    guard status.kind == .folder, let names = try? root.entries() else { return [] }
    return names.flatMap { name in
      let inner = root.appending(name)
      return FileStatus(of: inner)?.kind == .folder || inner.lastComponent.hasSuffix(".gz")
        ? files(inner.description) : []
    }
  }
}

extension LimitBenchmark.Result {
  /// One line: `2066 files, 95.1 MB, 619.3 MB inflated, 0.137 s, 4.52 GB/s`.
  var line: String {
    let seconds = Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)
    let rate = Double(plainBytes) / seconds / 1e9
    return "\(files) files, \(Self.megabytes(storedBytes)) MB, \(Self.megabytes(plainBytes)) MB "
      + "inflated, \(Self.fixed(seconds, 3)) s, \(Self.fixed(rate, 2)) GB/s"
  }

  private static func megabytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1e6, 1) }

  private static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let parts = Int((value * Double(scale)).rounded())
    let fraction = String(parts % scale)
    return "\(parts / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
