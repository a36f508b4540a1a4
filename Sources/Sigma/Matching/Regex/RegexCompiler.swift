/// The parts of an expression as written.
indirect enum RegexTree {
  case empty
  case scalar(ScalarSet)
  case edge(RegexEdge)
  case sequence([RegexTree])
  case either([RegexTree])
  case repeated(RegexTree, from: Int, to: Int?, offset: Int)
}

extension RegexTree {
  /// The longest ASCII text that stands in whatever matches, in lower case; empty for none.
  var requiredText: [UInt8] {
    let parts: [RegexTree]
    if case .sequence(let sequence) = self { parts = sequence } else { parts = [self] }
    var longest: [UInt8] = []
    var run: [UInt8] = []
    for part in parts {
      switch part {
      case .scalar(let set):
        if let letter = set.singleLetter { run.append(letter) } else { run = [] }
      case .empty, .edge: continue
      case .repeated(let part, let least, _, _) where least > 0:
        // Its own text is certain, but not where it begins and ends.
        run = []
        let inner = part.requiredText
        if inner.count > longest.count { longest = inner }
      case .sequence:
        run = []
        let inner = part.requiredText
        if inner.count > longest.count { longest = inner }
      case .repeated, .either: run = []
      }
      if run.count > longest.count { longest = run }
    }
    return longest
  }
}

/// Lays the parts out as steps.
struct RegexCompiler {
  private var steps: [RegexStep] = []

  func finished() -> [RegexStep] { steps + [.match] }

  mutating func add(_ tree: RegexTree) throws(RegularExpression.Fault) {
    switch tree {
    case .empty: break
    case .scalar(let set): steps.append(.scalar(set))
    case .edge(let edge): steps.append(.edge(edge))
    case .sequence(let parts): for part in parts { try add(part) }
    case .either(let branches): try addEither(branches[...])
    case .repeated(let part, let least, let most, let offset):
      try addRepeated(part, least, most, offset)
    }
  }

  private mutating func addEither(_ branches: ArraySlice<RegexTree>)
    throws(RegularExpression.Fault)
  {
    guard let first = branches.first else { return }
    guard branches.count > 1 else { return try add(first) }
    let split = steps.count
    steps.append(.split(split + 1, 0))
    try add(first)
    let jump = steps.count
    steps.append(.jump(0))
    steps[split] = .split(split + 1, steps.count)
    try addEither(branches.dropFirst())
    steps[jump] = .jump(steps.count)
  }

  private mutating func addRepeated(
    _ part: RegexTree, _ least: Int, _ most: Int?, _ offset: Int
  ) throws(RegularExpression.Fault) {
    for _ in 0..<least {
      let before = steps.count
      try addCounted(part, offset)
      // Nothing repeated is nothing, however often; `(((){999}){999}){999}` would take long.
      if steps.count == before { break }
    }
    guard let most else {
      let split = steps.count
      steps.append(.split(split + 1, 0))
      try addCounted(part, offset)
      steps.append(.jump(split))
      steps[split] = .split(split + 1, steps.count)
      return
    }
    var splits: [Int] = []
    for _ in least..<most {
      splits.append(steps.count)
      steps.append(.split(steps.count + 1, 0))
      try addCounted(part, offset)
    }
    for split in splits { steps[split] = .split(split + 1, steps.count) }
  }

  /// Repetitions are what makes an expression grow: the size is checked here.
  private mutating func addCounted(_ part: RegexTree, _ offset: Int)
    throws(RegularExpression.Fault)
  {
    try add(part)
    if steps.count > RegularExpression.sizeLimit {
      throw RegularExpression.Fault(
        reason: "the regular expression repeats too much: written out it has more than "
          + "\(RegularExpression.sizeLimit) steps", offset: offset)
    }
  }
}
