import CloudTrail
import Incident

extension Silenced: Described {
  static let fields: [Field<Silenced>] = [
    Field("finding", "The ids of findings that the suppression names.") { $0.finding },
    Field("runner", "The runners that it names; absent: all.") { $0.runner },
    Field("reason", "Why.") { $0.reason },
    Field("until", "Until when, by the clock of the logs.") { $0.until },
    Field("count", "How many matches it silenced.") { $0.count },
    Field("late", "How many matches came when it had run out, and are told.") { $0.late },
  ]
}
