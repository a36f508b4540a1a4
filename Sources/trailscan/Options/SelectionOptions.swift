import ArgumentParser
import CloudTrail
import GzipStream
import Incident
import Sigma

/// Which records a command speaks of. Lists take commas, `*` and `?` are wildcards, `!` negates.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "From this moment on: RFC 3339, a date, or seconds since 1970.", valueName: "time"))
  var from: String?

  @Option(
    help: ArgumentHelp("Up to, not including, this moment.", valueName: "time"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The last hours or days before the newest record: 24h, 7d.", valueName: "duration"))
  var last: String?

  @Option(help: ArgumentHelp("Around an event, by id, or a moment.", valueName: "event-id|time"))
  var around: String?

  @Option(help: ArgumentHelp("How far --around reaches to both sides.", valueName: "duration"))
  var window = "15m"

  @Option(help: ArgumentHelp("Runners by name.", valueName: "name"))
  var runner: [String] = []

  @Option(help: ArgumentHelp("Calls: RunTask, 'Get*'.", valueName: "name"))
  var event: [String] = []

  @Option(help: ArgumentHelp("Services: s3, kms.amazonaws.com.", valueName: "name"))
  var service: [String] = []

  @Option(help: ArgumentHelp("Accounts that the records belong to.", valueName: "id"))
  var account: [String] = []

  @Option(help: ArgumentHelp("Regions.", valueName: "name"))
  var region: [String] = []

  @Option(
    help: ArgumentHelp(
      "Callers by ARN or name; the issuing role counts too.", valueName: "arn|name"))
  var principal: [String] = []

  @Option(
    help: ArgumentHelp("Access keys: as used, as issued, or as target.", valueName: "key-id"))
  var key: [String] = []

  @Option(
    help: ArgumentHelp(
      "What descends from a credential: access key, ARN, session id, or an eventID.",
      valueName: "key|arn|event-id"))
  var descendsFrom: [String] = []

  @Option(
    help: ArgumentHelp(
      "Source addresses or networks; @FILE reads them from a file.", valueName: "address|cidr"))
  var ip: [String] = []

  @Option(
    help: ArgumentHelp(
      "Resources: bucket, bucket/key, KMS key, role, task, log group.", valueName: "name"))
  var resource: [String] = []

  @Option(
    help: ArgumentHelp(
      "How the call ended: success, denied, throttled, notFound, error.", valueName: "outcome"))
  var outcome: [String] = []

  @Option(help: ArgumentHelp("Event categories: Management, Data …", valueName: "name"))
  var category: [String] = []

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "A Sigma selection, e.g. 'requestParameters.bucketName|startswith: prod-'; repeat to narrow.",
      valueName: "selection"))
  var conditions: [String] = []

  // What people who know other tools type.
  @Option(
    name: [.customLong("since"), .customLong("start-time"), .customLong("timeline-start")],
    help: .hidden)
  var fromAlias: String?
  @Option(
    name: [.customLong("until"), .customLong("end-time"), .customLong("timeline-end")],
    help: .hidden)
  var toAlias: String?

  /// True where a part that says what kind of records are meant was given.
  var namesRecords: Bool {
    [event, service, principal, key, ip, resource, category, conditions, runner, descendsFrom]
      .contains { !$0.isEmpty }
  }

  /// True where anything was given.
  var isGiven: Bool {
    namesRecords || !account.isEmpty || !region.isEmpty || !outcome.isEmpty || from != nil
      || to != nil || fromAlias != nil || toAlias != nil || last != nil || around != nil
  }

  /// True where anything was given; `beyondRunners`: anything but runners.
  func narrows(beyondRunners: Bool) -> Bool {
    guard beyondRunners else { return isGiven }
    var others = self
    others.runner = []
    return others.isGiven
  }

  /// The part of the selection that concerns records; times relative to the logs come later.
  ///
  /// Throws all that is wrong with it at once.
  func selection() throws -> RecordSelection {
    var faults: [String] = []
    let selection = selection(&faults)
    if faults.isEmpty { return selection }
    throw CommandError.usage(faults.joined(separator: "\n"))
  }

  private func selection(_ faults: inout [String]) -> RecordSelection {
    var selection = RecordSelection()
    checkEmpty(&faults)
    selection.scope = .everything
    selection.from = moment(from ?? fromAlias, "--from", &faults)
    selection.to = moment(to ?? toAlias, "--to", &faults)
    selection.events = TextSelector(event)
    selection.services = TextSelector(service)
    selection.accounts = TextSelector(account)
    selection.regions = TextSelector(region)
    selection.principals = TextSelector(principal)
    selection.keys = TextSelector(key)
    selection.resources = TextSelector(resource)
    selection.categories = TextSelector(category)
    selection.outcomes = TextSelector(outcome)
    checkOutcomes(&faults)
    selection.addresses = addresses(&faults)
    selection.conditions = detections(&faults)
    return selection
  }

  /// The runners that were asked for.
  var runners: TextSelector { TextSelector(runner) }

  private func moment(_ text: String?, _ option: String, _ faults: inout [String]) -> EventTime? {
    guard let text else { return nil }
    if let time = TimeText.moment(text) { return time }
    faults.append(
      "\(option) takes a time such as 2026-03-02T09:00:00Z, 2026-03-02 or 1772442000, not '\(text)'"
    )
    return nil
  }

  /// Refuses lists that name nothing: taken for no selector they would select more than is meant,
  /// as where a variable of a script is not set.
  private func checkEmpty(_ faults: inout [String]) {
    let lists = [
      ("--runner", runner), ("--event", event), ("--service", service), ("--account", account),
      ("--region", region), ("--principal", principal), ("--key", key),
      ("--descends-from", descendsFrom), ("--ip", ip), ("--resource", resource),
      ("--outcome", outcome), ("--category", category),
    ]
    for (option, values) in lists {
      for value in values {
        let items = TextSelector.items([value])
        if items.isEmpty || items.contains("!") {
          faults.append("\(option) takes something to select, not '\(value)'")
        }
      }
    }
  }

  private func checkOutcomes(_ faults: inout [String]) {
    let known = Outcome.allCases.map(\.rawValue)
    for text in outcome.flatMap({ $0.split(separator: ",") }) {
      let name = text.hasPrefix("!") ? text.dropFirst() : text
      if known.contains(where: { $0.lowercased() == name.lowercased() }) { continue }
      faults.append("--outcome takes \(known.joined(separator: ", ")), not '\(name)'")
    }
  }

  private func addresses(_ faults: inout [String]) -> AddressSelector? {
    var texts: [String] = []
    for text in ip.flatMap({ $0.split(separator: ",").map(String.init) }) {
      let mark = text.hasPrefix("!") ? "!" : ""
      let name = text.dropFirst(mark.count)
      texts +=
        name.hasPrefix("@")
        ? addresses(inFile: String(name.dropFirst()), &faults).map { mark + $0 } : [text]
    }
    guard !texts.isEmpty else { return nil }
    switch AddressSelector.read(texts) {
    case .success(let selector): return selector
    case .failure(let bad):
      faults.append(
        "--ip takes addresses and networks such as 203.0.113.7 or 2001:db8::/32, not '\(bad.text)'")
      return nil
    }
  }

  /// One address or network a line; `#` begins a comment.
  private func addresses(inFile path: String, _ faults: inout [String]) -> [String] {
    switch TextFile.read(path, at: FilePath(path)) {
    case .failure(let fault):
      faults.append("--ip: \(fault.description)")
      return []
    case .success(let source):
      let found = source.text.split(whereSeparator: \.isNewline).compactMap { line in
        let line = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
        return line.isEmpty ? nil : line
      }
      if found.isEmpty { faults.append("--ip: \(path) holds no address") }
      return found
    }
  }

  private func detections(_ faults: inout [String]) -> [Detection] {
    var diagnostics = Diagnostics()
    let detections = conditions.compactMap { text in
      let detection = Detection(where: text, diagnostics: &diagnostics)
      detection.map {
        RecordContext.check($0, of: SourceText(name: "--where", text: text), &diagnostics)
      }
      return detection
    }
    faults += diagnostics.errors.map(\.description)
    if !faults.isEmpty { return [] }
    for warning in diagnostics.warnings { Terminal.say("warning: \(warning.description)\n") }
    return detections
  }
}
