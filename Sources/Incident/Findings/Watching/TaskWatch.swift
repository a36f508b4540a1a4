internal import CloudTrail

/// Watches task definitions, the start of tasks, and what is fetched for them.
struct TaskWatch {
  /// What earlier task definitions of a runner were like.
  struct Definitions: Sendable {
    var count = 0
    var withLogs = 0
    var families: [String: Bool] = [:]
    /// The secrets that they name, by what they say.
    var secrets: [String: SecretReference] = [:]
  }

  /// How long ECS leaves the credentials of a task valid, in seconds: a task that runs shows itself
  /// within that time (Amazon ECS developer guide, task IAM role).
  static let renewal: Int64 = 21_600
  private static let shellWindow: Int64 = 60

  /// Repositories of images that the runner used, without tags.
  private(set) var images: [Int: Set<String>]
  private var imageCounts: [Int: Int] = [:]
  private(set) var definitions: [Int: Definitions]
  /// Where the last definition of each name stands among all.
  private var places: [DefinitionName: Int]?
  private var seenTasks: Set<String> = []
  private var commands: [String: EventTime] = [:]

  /// A watch that knows what was usual of runners, by their numbers.
  init(images: [Int: Set<String>], definitions: [Int: Definitions]) {
    self.images = images
    self.definitions = definitions
    for (runner, known) in images { imageCounts[runner] = known.isEmpty ? 0 : Habit.enough }
  }

  // MARK: Definitions and starts

  /// What is noticed of a task definition that is registered.
  mutating func takeDefinition(
    _ view: EventView, _ runner: RunnerState, isSuspect: Bool, _ notes: inout EventNotes
  ) {
    let reading = TaskReading(view)
    noteImages(reading.images, runner, isSuspect: isSuspect, view, &notes)
    var known = definitions[runner.facts.number] ?? Definitions()
    let hadLogs = known.families[reading.family] ?? (known.withLogs > 0)
    if hadLogs, !reading.hasLogs {
      notes.signals.append(
        Signal(name: .logDriverRemoved, words: "\(reading.family) without logConfiguration"))
    }
    let clear = reading.clearSecrets
    if !clear.isEmpty {
      notes.signals.append(
        Signal(name: .clearSecret, words: "in clear text: \(clear.joined(separator: ", "))"))
    }
    let new = reading.secrets.filter { known.secrets[$0] == nil }
    if known.count >= Habit.enough, !new.isEmpty { notes.firstSeen[.secret] = new }
    guard view.outcome == .success, !isSuspect else { return }
    known.count += 1
    if reading.hasLogs { known.withLogs += 1 }
    if known.families.count < Habit.limit { known.families[reading.family] = reading.hasLogs }
    for name in reading.secrets where known.secrets.count < Habit.limit {
      known.secrets[name] = SecretReference(valueFrom: name)
    }
    definitions[runner.facts.number] = known
  }

  /// What is noticed of tasks that are started.
  mutating func takeStart(
    _ view: EventView, _ runner: RunnerState, isSuspect: Bool, _ steps: StepEngine,
    _ notes: inout EventNotes
  ) {
    let reading = TaskReading(view)
    noteImages(reading.startedImages, runner, isSuspect: isSuspect, view, &notes)
    let defined = definition(of: view, steps.tables)
    let overrides = [
      (reading.taskRole, defined?.taskRoleArn, RoleKind.task),
      (reading.executionRole, defined?.executionRoleArn, .execution),
    ]
    for (given, known, kind) in overrides {
      guard let given, let role = ResourceName.role(arn: given) else { continue }
      let isUsual =
        known.map { ResourceName.role(arn: $0) == role }
        ?? (steps.kind(ofRole: role) == kind
          && runner.facts.roleNames.contains(
            ResourceName.roleName(role)))
      if !isUsual {
        notes.signals.append(Signal(name: .roleOverride, words: "started with \(given)"))
        if steps.kind(ofRole: role) == nil {
          notes.signals.append(Signal(name: .foreignRole, words: "a role of nobody's"))
        }
      }
    }
  }

  /// The last registered of the definitions that a start names.
  private mutating func definition(of view: EventView, _ tables: EventTables) -> TaskDefinition? {
    let all = tables.graph.sessions.facts.taskDefinitions
    let places =
      places
      ?? Dictionary(
        all.indices.map { (DefinitionName(account: all[$0].account, name: all[$0].name), $0) },
        uniquingKeysWith: { max($0, $1) })
    self.places = places
    let named = view.event.mentions.filter { $0.kind == .taskDefinition }.map {
      DefinitionName(account: tables.strings.text($0.account), name: tables.strings.text($0.name))
    }
    return named.compactMap { places[$0] }.max().map { all[$0] }
  }

  /// A task definition, whose name is unique within its account.
  private struct DefinitionName: Hashable {
    var account: String
    var name: String
  }

  private mutating func noteImages(
    _ names: [String], _ runner: RunnerState, isSuspect: Bool, _ view: EventView,
    _ notes: inout EventNotes
  ) {
    let number = runner.facts.number
    let usual = images[number] ?? []
    let isFormed = imageCounts[number, default: 0] >= Habit.enough
    for name in names {
      let repository = TaskReading.repository(of: name)
      let isAllowed = view.allows(image: name, accounts: runner.facts.accounts)
      if !isAllowed, !(isFormed && usual.contains(repository)) { notes.foreignImages.append(name) }
      guard view.outcome == .success, !isSuspect else { continue }
      imageCounts[number, default: 0] += 1
      if usual.count < Habit.limit { images[number, default: []].insert(repository) }
    }
  }

  // MARK: Credentials

  /// What is noticed where ECS fetches credentials for a task.
  mutating func takeCredential(
    _ view: EventView, _ runner: RunnerState, _ steps: StepEngine, _ notes: inout EventNotes
  ) {
    let sessions = steps.tables.graph.sessions
    guard let issued = sessions.issued[view.event.id],
      let task = sessions.nodes[issued].session.task, sessions.tasks[task] == nil,
      let start = sessions.coverageStart, !runner.facts.tasks.isEmpty
    else { return }
    // A task that ran before the logs began shows itself when its credentials are renewed.
    let isOld = view.time < start.advanced(by: Self.renewal)
    if isOld {
      if seenTasks.count < 100_000 { seenTasks.insert(task) }
    } else if !seenTasks.contains(task) {
      notes.signals.append(
        Signal(name: .taskWithoutStart, words: "credentials for task \(task), which nobody started")
      )
    }
  }

  // MARK: Secrets and shells

  /// What is noticed of a secret that a session of the runner reads.
  func takeSecret(_ view: EventView, _ runner: RunnerState, _ notes: inout EventNotes) {
    let known = definitions[runner.facts.number] ?? Definitions()
    let isExecution = view.session?.session.kind == .execution
    // The definition whose secrets ECS fetches may be older than the logs.
    if isExecution, known.count == 0 { return }
    let isParameter = view.source == "ssm.amazonaws.com"
    let undeclared = TaskReading(view).readSecrets.filter { name in
      let read = SecretReference(
        name, isParameter: isParameter, in: view.region, of: view.account)
      return !known.secrets.values.contains { $0.mayBe(read) }
    }
    guard !undeclared.isEmpty else { return }
    notes.signals.append(
      Signal(
        name: .undeclaredSecret,
        words: "\(undeclared.joined(separator: ", ")), which no task definition names"))
  }

  /// Notes a shell that was asked for.
  mutating func takeCommand(_ view: EventView) {
    for task in view.mentions(.task) where commands.count < 100_000 { commands[task] = view.time }
  }

  /// What is noticed of a shell that is opened.
  func takeShell(_ view: EventView, _ notes: inout EventNotes) {
    guard let target = view.record?.request("target"), target.hasPrefix("ecs:") else { return }
    let wasAskedFor = commands.contains { task, time in
      target.contains(task) && abs(view.time.seconds - time.seconds) <= Self.shellWindow
    }
    if !wasAskedFor {
      notes.signals.append(Signal(name: .shellWithoutCommand, words: "a shell to \(target)"))
    }
  }
}
