import Incident

extension FindingCase {
  /// Uses of the runner's identity, and of what belongs to it.
  static let uses: [FindingCase] = [
    FindingCase("S07", .critical) {
      $0.assume(StepStory.othersRole, "x", by: StepStory.manager)
    } not: {
      $0.assume(StepStory.roles[2], "x", by: StepStory.manager)
      $0.assume("admin", "x", by: StepStory.manager)
    },
    FindingCase("S04", .high) {
      $0.assume(StepStory.roles[2], "x", by: StepStory.manager)
    } not: {
      $0.assume(StepStory.othersRole, "x", by: StepStory.manager)
    },
  ]
}

extension StepStory {
  /// The task role of another runner.
  static let othersRole = "beta-task-bbbbbbbb"
}
