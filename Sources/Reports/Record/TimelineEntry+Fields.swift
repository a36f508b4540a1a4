import CloudTrail
import Incident

extension TimelineEntry: Described {
  static let fields: [Field<TimelineEntry>] = whatHappened + whoDidIt + howItIsKnown

  private static let whatHappened: [Field<TimelineEntry>] = [
    Field("eventTime", "When the call was made.") { $0.eventTime },
    Field("runner", "The runner on whose timeline the entry stands.") { $0.runner },
    Field("stage", "What part of the chain the entry belongs to.") { $0.stage },
    Field("eventSource", "The service that was called.") { $0.eventSource },
    Field("eventName", "The call.") { $0.eventName },
    Field("awsRegion", "The region of the call.") { $0.awsRegion },
    Field("recipientAccountId", "The account whose trail holds the record.") {
      $0.recipientAccountID
    },
    Field("outcome", "How the call ended.") { $0.outcome },
    Field("errorCode", "The error code as logged.") { $0.errorCode },
  ]

  private static let whoDidIt: [Field<TimelineEntry>] = [
    Field("actor", "Who called: an ARN, else a user name, service or principal id.") { $0.actor },
    Field("session", "The short id of the credential used or issued.") { $0.session },
    Field("task", "The id of the ECS task.") { $0.task },
    Field("resource", "What was touched.") { $0.resource },
    Field("sourceIPAddress", "The address or service the call came from.") { $0.sourceIPAddress },
    Field("geo", "Where the address is, as a database of --geoip tells.") { $0.geo },
    Field("userAgent", "The client, in its own words.") { $0.userAgent },
    Field("eventID", "The record's id; of a run of calls, the first one's.") { $0.eventID },
    Field("sharedEventID", "The id shared by the records of one call in two accounts.") {
      $0.sharedEventID
    },
  ]

  private static let howItIsKnown: [Field<TimelineEntry>] = [
    Field("count", "How many like calls the entry stands for.") { $0.count },
    Field("lastEventTime", "When the last of them was made, where there are several.") {
      $0.lastEventTime
    },
    Field("summary", "The entry in a phrase.") { $0.summary },
    Field("attribution", "How the entry came to be on the timeline.") { $0.attribution },
    Field("findings", "The ids of the findings it serves.") { $0.findings },
    Field("steps", "The ids of the playbook steps it serves.") { $0.steps },
    Field("bytes", "Bytes that were sent, where a line of an access log tells.") { $0.bytes },
    Field("source", "Where the record stands in the input.") { $0.source },
  ]
}

extension Attribution: Described {
  static let fields: [Field<Attribution>] = [
    Field("method", "The evidence that joins the event to the runner.") { $0.method },
    Field("confidence", "How sure the join is.") { $0.confidence },
    Field("via", "The ids of the events that the join goes through.") { $0.via },
  ]
}

extension GeoPlace: Described {
  static let fields: [Field<GeoPlace>] = [
    Field("country", "ISO 3166-1 code of the country.") { $0.country },
    Field("city", "English name of the city.") { $0.city },
    Field("asn", "The autonomous system, AS and its number.") { $0.system },
    Field("organization", "Who runs the autonomous system.") { $0.organization },
  ]
}

extension TimelineEntry.Source: Described {
  static let fields: [Field<TimelineEntry.Source>] = [
    Field("file", "The file as it was named or found.") { $0.file },
    Field("index", "The record's number in the file, from 0.") { $0.index },
    Field("kind", "What it is where it is no record of CloudTrail.") { $0.kind },
  ]
}

extension TimelineEntry.Stage: FieldConvertible {}
extension TimelineEntry.Source.Kind: FieldConvertible {}
extension Outcome: FieldConvertible {}
extension Attribution.Method: FieldConvertible {}
extension Attribution.Confidence: FieldConvertible {}
