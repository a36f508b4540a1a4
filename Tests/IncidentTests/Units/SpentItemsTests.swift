import CloudTrail
import Incident
import Testing

@Suite struct SpentItemsTests {
  @Test func theyAreEndedWhereTheyWereMade() throws {
    var story = StepStory.ordinary()
    for hour in ["10", "11", "12"] { story.job(at: hour) }
    let spent = SpentItems<TimelineEntry?>()
    var told = 0
    _ = try story.analyze(spent: spent) { observation in
      guard let entry = observation.entry else { return }
      told += 1
      var list: [TimelineEntry?] = [entry]
      spent.add(&list)
    }
    #expect(told > 20)
    #expect(spent.count == 0, "the analysis leaves none")
    var late: [TimelineEntry?] = [nil]
    spent.add(&late)
    #expect(late.count == 1 && spent.count == 0, "nobody would end what comes behind its end")
  }
}
