internal import CloudTrail

extension TimelineBuilder {
  /// What a session did.
  struct SessionUse {
    var first: EventTime
    var last: EventTime
    var events = 0
    var denied = 0
    var addresses: Set<StringID> = []
    var agents: Set<StringID> = []

    mutating func note(_ time: EventTime, isDenied: Bool) {
      first = min(first, time)
      last = max(last, time)
      events += 1
      if isDenied { denied += 1 }
    }

    mutating func note(_ address: StringID, _ agent: StringID) {
      addresses.insert(address)
      if agent != .none { agents.insert(agent) }
    }
  }

  /// What a timeline holds.
  struct RunnerUse {
    var first: EventTime
    var last: EventTime
    var events = 0
    var denied = 0
    /// Who logged in, and who tried: true where the name is the runner's own.
    var subjects: Set<String> = []
    var refusedSubjects: [String: Bool] = [:]
    var providers: Set<String> = []
    var accounts: Set<StringID> = []
    var regions: Set<StringID> = []
    var buckets: Set<StringID> = []
    /// By the number of the role.
    var roles: [Int: Runner.Role] = [:]
  }
}
