import ArgumentParser
import GzipStream
import Incident
import Reports
import Sigma

/// Which rules findings come from, and which findings are wanted.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sigma rules to ask, too: files, or folders of .yml files; repeat for more.",
      valueName: "path"))
  var rules: [String] = []

  @Option(
    name: .customLong("exclude-tag"),
    help: ArgumentHelp(
      "Leave out rules of --rules that have this tag; repeat for more.", valueName: "tag"))
  var excludedTags: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only findings of this level and above: informational, low, medium, high, critical; rules of --rules count from medium on where nothing is said.",
      valueName: "level"))
  var minLevel: Finding.Level?

  @Option(
    help: ArgumentHelp(
      "Logs of a time that is known to be clean: what is usual there is not new; repeat for more.",
      valueName: "path"))
  var baseline: [String] = []

  @Option(
    help: ArgumentHelp(
      "What attackers were seen to use: addresses, networks, keys, ARNs, user agents; lines, CSV or YAML.",
      valueName: "file"))
  var ioc: [String] = []

  /// The rules that were asked for, beside those inside the program; throws with every fault that
  /// they have.
  func pack(_ playbook: Playbook, quiet: Bool) throws -> DetectionPack {
    guard !rules.isEmpty || playbook.detections != nil else { return .builtIn }
    let least = minLevel.flatMap { Level(rawValue: $0.rawValue) } ?? .medium
    let loading = RuleLoading(
      rules, includesBuiltIn: true, of: playbook,
      filter: RuleFilter(minimumLevel: least, excludedTags: Set(excludedTags)))
    guard loading.faults.isEmpty else {
      let count = loading.faults.count == 1 ? "1 fault" : "\(loading.faults.count) faults"
      throw CommandError.usage(
        "the rules have \(count):\n" + loading.faults.joined(separator: "\n"))
    }
    if !quiet, let words = loading.warningWords { Terminal.say(words) }
    return loading.pack
  }

  /// The indicators that were asked for; throws with every fault of their files.
  func indicators() throws -> IndicatorList {
    var list = IndicatorList()
    var faults: [String] = []
    for path in ioc {
      switch TextFile.read(path, at: path == "-" ? nil : FilePath(path)) {
      case .success(let source):
        let file = IndicatorFile(source)
        faults += file.diagnostics.errors.map(\.description)
        for warning in file.diagnostics.warnings {
          Terminal.say("warning: \(warning.description)\n")
        }
        list.add(file.list)
      case .failure(let fault): faults.append(fault.description)
      }
    }
    guard faults.isEmpty else {
      throw CommandError.usage("--ioc:\n" + faults.joined(separator: "\n"))
    }
    return list
  }

  /// Takes away what is below the least level.
  func narrow(_ analysis: inout Analysis) {
    guard let minLevel else { return }
    analysis.findings.removeAll { $0.level < minLevel }
  }
}

extension Finding.Level: NamedOption {}
