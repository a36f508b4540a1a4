import Incident
import Testing

/// The detections once more, at what an attacker may vary, and at what only looks alike.
@Suite struct FindingVariantTests {
  static let variants: [FindingCase] =
    FindingCase.policies + FindingCase.uses + FindingCase.buckets + FindingCase.defences
    + FindingCase.starts + FindingCase.ownKeys

  @Test(arguments: variants) func finds(_ example: FindingCase) throws { try example.check() }
}
