import ArgumentParser
import ByteScan
import CloudTrail
import FoundationEssentials
import GzipStream
import Incident
import Reports

/// What to read, and within which limits.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files and folders with CloudTrail logs, in any of the shapes that AWS hands out, and beside them S3 access logs and exports of CloudWatch Logs; '-' reads standard input.",
      valueName: "path"))
  var paths: [String] = []

  @Option(help: "Files to read at once. (default: one for each processor)")
  var jobs: Int?

  // What people who know other tools type.
  @Option(name: [.customShort("d"), .customShort("f")], help: .hidden)
  var pathAliases: [String] = []
  @Option(name: .customShort("t"), help: .hidden)
  var jobsAlias: Int?

  @Flag(help: "Stop at the first damaged file.")
  var strict = false

  @Option(help: ArgumentHelp("Bytes that one record may take.", valueName: "bytes"))
  var maxRecordSize = 16 << 20

  @Option(
    help: ArgumentHelp(
      "Levels of arrays and objects in a record, where a command looks inside.", valueName: "levels"
    ))
  var maxNesting = 256

  @Option(
    help: ArgumentHelp("Inflated bytes for each stored byte, above 64 MiB.", valueName: "ratio"))
  var maxInflationRatio = 400

  @Option(help: ArgumentHelp("Inflated bytes that one file may have.", valueName: "bytes"))
  var maxFileSize = 64 << 30

  // All give the same bytes; tests and measurements choose.
  @Option(help: .hidden)
  var inflate = InflateEngine.fastest
  @Option(help: .hidden)
  var kernel = MarkKernel.fastest

  /// Files that are found, and named paths that cannot be read.
  typealias Search = Prepared<(files: [LogFile], failures: [LogFinder.Failure])>

  /// Begins to look for the files below the paths.
  func search() -> Search { Prepared { [paths = paths + pathAliases] in LogFinder.find(paths) } }

  /// The scan that was asked for, of the files that `search` finds where it has begun.
  func scan(_ search: Search? = nil) throws -> LogScan {
    try checkPaths()
    for (name, value) in [
      ("--jobs", jobs ?? jobsAlias ?? 1), ("--max-record-size", maxRecordSize),
      ("--max-nesting", maxNesting),
      ("--max-inflation-ratio", maxInflationRatio), ("--max-file-size", maxFileSize),
    ] where value < 1 {
      throw CommandError.usage("\(name) takes a number of at least 1, not \(value)")
    }
    guard inflate.isAvailable, kernel.isAvailable else {
      throw CommandError.usage(
        "this build and processor have --inflate \(Self.names(InflateEngine.available)) and "
          + "--kernel \(Self.names(MarkKernel.allCases.filter(\.isAvailable)))")
    }
    let found = search?.value ?? LogFinder.find(paths + pathAliases)
    var scan = LogScan(
      files: found.files, jobs: jobs ?? jobsAlias ?? ProcessInfo.processInfo.activeProcessorCount,
      inflation: InflationLimits(
        fileSize: maxFileSize, ratio: maxInflationRatio, ratioGrace: 64 << 20),
      records: RecordLimits(size: maxRecordSize, nesting: maxNesting), isStrict: strict)
    scan.engine = inflate
    scan.kernel = kernel
    scan.unreadable = found.failures.map(Trouble.init)
    if strict, let first = scan.unreadable.first {
      throw CommandError(.damagedInput, first.sentence)
    }
    return scan
  }

  private static func names<Choice: RawRepresentable<String>>(_ choices: [Choice]) -> String {
    choices.map(\.rawValue).joined(separator: "|")
  }

  private func checkPaths() throws {
    guard !(paths + pathAliases).isEmpty else {
      throw CommandError.usage(
        "name the files or folders to read, e.g. 'trailscan SampleLogs'; '-' reads standard input")
    }
    for path in paths + pathAliases where path.hasPrefix("s3://") {
      throw CommandError.usage(
        """
        \(path): trailscan reads files, not buckets. Copy what is needed first:
          aws s3 sync \(path) logs/ --exclude '*' --include '*CloudTrail*.json.gz'
          trailscan logs/
        """)
    }
  }
}

extension InflateEngine: NamedOption {}
extension MarkKernel: NamedOption {}
