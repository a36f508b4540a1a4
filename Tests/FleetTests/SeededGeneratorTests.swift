import FleetModel
import Testing

@Suite struct SeededGeneratorTests {
  /// The numbers of the algorithm's published C code for this seed; a change would change all logs.
  @Test func givesTheNumbersOfTheAlgorithm() {
    var generator = SeededGenerator(seed: 0)
    #expect((0..<3).map { _ in generator.next() } == SeededGeneratorTests.reference)
  }

  private static let reference: [UInt64] = [
    0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0,
  ]

  @Test func staysInItsRange() {
    var generator = SeededGenerator(seed: 3)
    let numbers = (0..<1000).map { _ in generator.number(in: -2...2) }
    #expect(Set(numbers) == [-2, -1, 0, 1, 2])
  }

  @Test func makesIdentifiersOfTheRightShape() {
    var generator = SeededGenerator(seed: 5)
    #expect(
      generator.uuid().wholeMatch(
        of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    #expect(generator.temporaryKeyID().wholeMatch(of: /ASIA[A-Z2-7]{9}EXAMPLE/) != nil)
    #expect(generator.roleID().utf8.count == 21)
    #expect(generator.hex(32).wholeMatch(of: /[0-9a-f]{32}/) != nil)
    #expect(generator.fileSuffix().wholeMatch(of: /[A-Za-z0-9]{16}/) != nil)
  }
}
