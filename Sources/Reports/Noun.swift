/// What a report lists: each noun is a stream of records with a schema of its own.
package enum Noun: String, CaseIterable, Sendable {
  case timeline
  case runners
  case sessions
  case findings
  case steps
  case coverage
  case incidents
  case reach
}
