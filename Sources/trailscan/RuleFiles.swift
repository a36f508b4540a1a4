import GzipStream
import Incident
import Reports
import Sigma

/// The texts of Sigma rules in the files and folders that a user names.
struct RuleFiles {
  /// The texts, in path order.
  private(set) var sources: [SourceText] = []
  /// What could not be read, as sentences and as faults.
  private(set) var unreadable: [String]

  /// Reads the files at `paths`; below folders those whose names end in `.yml` or `.yaml`.
  init(_ paths: [String]) {
    let found = LogFinder.find(paths)
    unreadable = found.failures.map { Trouble($0).sentence }
    for file in found.files where file.isNamed || Self.isRule(file.name) {
      switch TextFile.read(file.name, at: file.path) {
      case .success(let source): sources.append(source)
      case .failure(let fault): unreadable.append(fault.description)
      }
    }
  }

  private static func isRule(_ name: String) -> Bool {
    name.hasSuffix(".yml") || name.hasSuffix(".yaml")
  }
}

/// Rules that were read and checked, with everything that was noticed.
struct RuleLoading {
  let pack: DetectionPack
  let files: Int
  let diagnostics: Diagnostics
  private let paths: [String]
  /// What could not be read, as sentences and as faults.
  let unreadable: [String]

  /// Every fault, ready to be shown: unreadable files, then rules in the order of the files.
  var faults: [String] { unreadable + diagnostics.errors.map(\.description) }

  /// Loads the rules at `paths`, beside those inside the program where `includesBuiltIn` says so.
  init(
    _ paths: [String], includesBuiltIn: Bool, of playbook: Playbook? = nil,
    filter: RuleFilter? = nil
  ) {
    self.paths = paths
    let read = RuleFiles(paths)
    var diagnostics = Diagnostics()
    pack = DetectionPack(
      loading: read.sources.map { RuleDocuments($0) }, includesBuiltIn: includesBuiltIn,
      of: playbook, filter: filter, diagnostics: &diagnostics)
    files = read.sources.count
    self.diagnostics = diagnostics
    unreadable = read.unreadable
  }

  /// How many rules were left out with a warning, and how many other warnings there are.
  var leftOut: Int { diagnostics.warnings.count { $0.reason.hasPrefix(Diagnostics.leftOut) } }
  var doubts: Int { diagnostics.warnings.count - leftOut }

  /// How many warnings are shown where rules are only used.
  private static let shownWarnings = 3

  /// How many warnings there are, the first of them with place and reason, and how to see all; nil
  /// where there is none.
  var warningWords: String? {
    let warnings = diagnostics.warnings
    if warnings.isEmpty { return nil }
    let parts = [
      leftOut == 0 ? nil : "\(leftOut.counted("rule")) left out",
      doubts == 0 ? nil : doubts.counted("warning"),
    ]
    let shown = warnings.prefix(Self.shownWarnings)
    var lines = ["trailscan: rules: \(parts.compactMap { $0 }.joined(separator: ", "))"]
    lines += shown.map { "  \($0.summary)" }
    if warnings.count > shown.count {
      let more = warnings.count - shown.count
      let check = (["trailscan rules check"] + paths).joined(separator: " ")
      lines.append("  … and \(more) more; '\(check)' shows all")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
