import ArgumentParser
import CloudTrail
import FoundationEssentials
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
  func selection() throws -> RecordSelection {
    var selection = RecordSelection()
    selection.scope = .everything
    selection.from = try moment(from ?? fromAlias, "--from")
    selection.to = try moment(to ?? toAlias, "--to")
    selection.events = TextSelector(event)
    selection.services = TextSelector(service)
    selection.accounts = TextSelector(account)
    selection.regions = TextSelector(region)
    selection.principals = TextSelector(principal)
    selection.keys = TextSelector(key)
    selection.resources = TextSelector(resource)
    selection.categories = TextSelector(category)
    selection.outcomes = TextSelector(try checkedOutcomes())
    selection.addresses = try addresses()
    selection.conditions = try detections()
    return selection
  }

  /// The runners that were asked for.
  var runners: TextSelector { TextSelector(runner) }

  private func moment(_ text: String?, _ option: String) throws -> EventTime? {
    guard let text else { return nil }
    guard let time = TimeText.moment(text) else {
      throw CommandError.usage(
        "\(option) takes a time such as 2026-03-02T09:00:00Z, 2026-03-02 or 1772442000, not '\(text)'"
      )
    }
    return time
  }

  private func checkedOutcomes() throws -> [String] {
    let known = Outcome.allCases.map(\.rawValue)
    for text in outcome.flatMap({ $0.split(separator: ",") }) {
      let name = text.hasPrefix("!") ? text.dropFirst() : text
      guard known.contains(where: { $0.lowercased() == name.lowercased() }) else {
        throw CommandError.usage(
          "--outcome takes \(known.joined(separator: ", ")), not '\(name)'")
      }
    }
    return outcome
  }

  private func addresses() throws -> AddressSelector? {
    var texts: [String] = []
    for text in ip.flatMap({ $0.split(separator: ",").map(String.init) }) {
      texts += text.hasPrefix("@") ? try addresses(inFile: String(text.dropFirst())) : [text]
    }
    guard !texts.isEmpty else { return nil }
    switch AddressSelector.read(texts) {
    case .success(let selector): return selector
    case .failure(let bad):
      throw CommandError.usage(
        "--ip takes addresses and networks such as 203.0.113.7 or 2001:db8::/32, not '\(bad.text)'")
    }
  }

  /// One address or network a line; `#` begins a comment.
  private func addresses(inFile path: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError.usage("--ip @\(path): the file cannot be read")
    }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap {
      let line = $0.prefix { $0 != "#" }.filter { !$0.isWhitespace }
      return line.isEmpty ? nil : String(line)
    }
  }

  private func detections() throws -> [Detection] {
    var diagnostics = Diagnostics()
    let detections = conditions.compactMap { text in
      let detection = Detection(where: text, diagnostics: &diagnostics)
      detection.map {
        RecordContext.check($0, of: SourceText(name: "--where", text: text), &diagnostics)
      }
      return detection
    }
    guard diagnostics.errors.isEmpty else {
      throw CommandError.usage(
        diagnostics.errors.map(\.description).joined(separator: "\n"))
    }
    for warning in diagnostics.warnings { Terminal.say("warning: \(warning.description)\n") }
    return detections
  }
}
