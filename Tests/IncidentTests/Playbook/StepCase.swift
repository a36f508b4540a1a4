import Incident
import Testing

/// One story, and what must be said of one step.
struct StepCase: Sendable, CustomTestStringConvertible {
  var title: String
  var status: StepVerdict.Status
  /// Texts that the note must hold.
  var notes: [String] = []
  /// Texts each of which one of the missing items must hold.
  var missing: [String] = []
  /// How many events must contradict; nil = any number.
  var contradictions: Int?
  var logs: StepStory.Logs = .all
  var encryption = "SSE_KMS"
  var tell: @Sendable (inout StepStory) -> Void

  var testDescription: String { title }

  init(
    _ title: String, _ status: StepVerdict.Status, notes: [String] = [], missing: [String] = [],
    contradictions: Int? = nil, logs: StepStory.Logs = .all, encryption: String = "SSE_KMS",
    tell: @escaping @Sendable (inout StepStory) -> Void = { _ in }
  ) {
    self.title = title
    self.status = status
    self.notes = notes
    self.missing = missing
    self.contradictions = contradictions
    self.logs = logs
    self.encryption = encryption
    self.tell = tell
  }

  /// Tells the story and compares the verdict.
  func check(_ step: String, of playbook: String = "rotation") throws {
    var story = StepStory.ordinary(logs, encryption: encryption)
    tell(&story)
    let verdict = try story.verdict(step, of: playbook)
    let all = "\(verdict.status) \(verdict.missing) \(verdict.note)"
    #expect(verdict.status == status, "\(all)")
    for text in notes { #expect(verdict.note.contains(text), "\(text) ∉ \(all)") }
    for text in missing {
      #expect(verdict.missing.contains { $0.contains(text) }, "\(text) ∉ \(all)")
    }
    if status == .done { #expect(verdict.missing == []) }
    if let contradictions { #expect(verdict.contradictions.count == contradictions, "\(all)") }
    #expect((verdict.status == .contradicted) == !verdict.contradictions.isEmpty, "\(all)")
    if [.done, .partial].contains(status) { #expect(!verdict.evidence.isEmpty, "\(all)") }
  }
}
