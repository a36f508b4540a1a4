/// What is true of a scenario's runners, sessions, tasks and attacks, in the order they appeared.
package struct Ledger: Sendable {
  /// The runners.
  package private(set) var runners: [TruthRunner] = []
  /// The credentials that were issued to runners.
  package private(set) var sessions: [TruthSession] = []
  /// The tasks that were started.
  package private(set) var tasks: [RunningTask] = []
  /// The planted attacks.
  package private(set) var attacks: [PlantedAttack] = []
  /// Where a session is in `sessions`, by its access key. Only looked up, never walked.
  private var sessionPositions: [String: Int] = [:]
  private var openAttacks: [Int] = []

  /// Adds a runner.
  package mutating func add(_ runner: RunnerModel) {
    runners.append(TruthRunner(model: runner))
  }

  /// Adds a credential that was issued to a runner; others are no part of the truth.
  package mutating func add(_ credential: Credential, parent: String?) {
    guard credential.runner != nil else { return }
    sessionPositions[credential.accessKeyID] = sessions.count
    sessions.append(TruthSession(credential: credential, parent: parent))
  }

  /// Adds a started task.
  package mutating func add(_ task: RunningTask) {
    tasks.append(task)
  }

  /// Adds an attack whose events are known already.
  package mutating func add(_ attack: PlantedAttack) {
    attacks.append(attack)
  }

  /// Notes that a runner was taken out of service.
  package mutating func retire(_ runner: RunnerModel, at time: Timestamp) {
    change(runner) { $0.retiredAt = time }
  }

  /// Notes what a runner looks like from now on; roles with another id count as recreated.
  package mutating func replace(_ old: RunnerModel, with new: RunnerModel) {
    let kept = Set(new.roles.map(\.role.id))
    let gone = old.roles.map(\.role.id).filter { !kept.contains($0) }
    change(old) {
      $0.model = new
      $0.formerRoleIDs += gone
    }
  }

  private mutating func change(_ runner: RunnerModel, _ body: (inout TruthRunner) -> Void) {
    guard let position = runners.firstIndex(where: { $0.model.name == runner.name }) else {
      preconditionFailure("\(runner.name) was never added")
    }
    body(&runners[position])
  }

  mutating func countEvent(ofSession session: String, by step: Int = 1) {
    guard let position = sessionPositions[session] else { return }
    sessions[position].events += step
  }

  mutating func beginAttack(_ id: String, runner: String, title: String) -> Int {
    attacks.append(PlantedAttack(id: id, runner: runner, title: title, eventIDs: []))
    openAttacks.append(attacks.count - 1)
    return attacks.count - 1
  }

  mutating func endAttack(_ attack: Int) {
    precondition(openAttacks.last == attack, "attacks end in the order opposite to their beginning")
    openAttacks.removeLast()
  }

  mutating func attach(_ eventID: String) {
    for attack in openAttacks { attacks[attack].eventIDs.append(eventID) }
  }
}
