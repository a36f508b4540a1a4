internal import CloudTrail
internal import Sigma

/// What is remembered of calls.
extension RecordKeeper {
  /// A call, how it ended, and what is known of who made it.
  struct Call: Hashable, RecentKey {
    var source: StringID
    var name: StringID
    var errorCode: StringID
    var type: CallerType
    /// False where the record is known to hold no `errorMessage`.
    var mayHoldMessage: Bool

    // Every record is looked up: two words are hashed faster than five values.
    func hash(into hasher: inout Hasher) {
      hasher.combine(UInt64(source.number) << 32 | UInt64(name.number))
      hasher.combine(
        UInt64(errorCode.number) << 32 | UInt64(type.rawValue) << 1 | (mayHoldMessage ? 1 : 0))
    }

    var scatter: UInt32 {
      source.number &* 31 ^ name.number ^ errorCode.number &* 127
        ^ UInt32(type.rawValue) << 7 ^ (mayHoldMessage ? 1 << 6 : 0)
    }
  }

  /// The type of a caller, where it is one that most callers are of.
  enum CallerType: UInt8 {
    case unknown, assumedRole, webIdentity

    /// As records name it.
    var name: String {
      switch self {
      case .unknown: ""
      case .assumedRole: "AssumedRole"
      case .webIdentity: "WebIdentityUser"
      }
    }

    init(_ traits: PrincipalTraits) {
      self =
        traits.contains(.isAssumedRole)
        ? .assumedRole : traits.contains(.isWebIdentity) ? .webIdentity : .unknown
    }
  }

  /// What a caller tells, whatever it calls: of the detections that ask for it, the others never
  /// match.
  struct Identity {
    /// Those that all its records match.
    var answers: [Int32] = []
    /// Those that ask for more.
    var open: [Int32] = []
  }

  /// Who wants to see a call. By reference: it is looked up for every record.
  final class Wanted: Sendable {
    /// What is kept whatever the record says.
    let wish: Wish
    /// The detections that every such record matches.
    let answers: [Int32]
    /// What the record itself must be asked, whoever made it.
    let questions: [Question]
    /// True where such a call is of interest.
    let isAny: Bool
    /// True where a question asks for the caller.
    let asksForIdentity: Bool

    init(_ wish: Wish, answers: [Int32], questions: [Question]) {
      self.wish = wish
      self.answers = answers
      self.questions = questions
      isAny =
        wish.keeping != .nothing || !wish.open.isEmpty || !answers.isEmpty || !questions.isEmpty
      asksForIdentity = questions.contains(where: \.asksForIdentity)
    }

    /// The same, whose questions have memory of their own.
    var unshared: Wanted {
      var wish = wish
      wish.open = wish.open.map(\.unshared)
      return Wanted(wish, answers: answers, questions: questions.map(\.unshared))
    }
  }

  /// A `Wanted` to which one rule after the other adds.
  struct Draft {
    var wish = Wish()
    var answers: [Int32] = []
    var questions: [Question] = []
  }

  /// What a rule still asks of a call.
  struct Question {
    var detection: Detection
    /// What is kept for the playbook's sake unless the answer is no.
    var keeping: Keeping
    /// True where it is asked of what is a runner's alone.
    var isOfRunners = false
    /// True where the caller alone may tell.
    var asksForIdentity = false
    /// The detection that this answers; nil where the answer only says what is kept.
    var answers: Int32?

    /// What the record answers, or `caller` alone.
    func answer(_ map: JSONMap, _ bytes: Span<UInt8>, _ caller: Identity?) -> Truth {
      if asksForIdentity, let caller, let answers, !caller.open.contains(answers) {
        return caller.answers.contains(answers) ? .yes : .no
      }
      return detection.evaluate(map, bytes, context: UnknownContext())
    }

    /// The same with memory of its own.
    var unshared: Question {
      var copy = self
      copy.detection = detection.unshared
      return copy
    }

    /// In which order questions are asked.
    var order: Int { answers.map { Int($0) } ?? Int.max - keeping.rawValue }
  }
}
