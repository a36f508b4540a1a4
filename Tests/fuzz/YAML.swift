import GzipStream
import Sigma

/// Reads `input` as YAML: its events balance and their end, or the fault, comes again; it is
/// composed or refused.
func fuzzYAML(_ input: [UInt8]) {
  let text = String(decoding: input, as: UTF8.self)
  var events = YAMLEvents(of: text)
  var depth = 0
  do {
    loop: while true {
      switch try events.next().event {
      case .documentStart, .sequenceStart, .mappingStart: depth += 1
      case .documentEnd, .sequenceEnd, .mappingEnd: depth -= 1
      case .alias, .scalar: precondition(depth > 0, "a value outside of a document")
      case .streamEnd: break loop
      }
    }
    precondition(depth == 0, "the end within a value")
    precondition((try? events.next())?.event == .streamEnd, "the end comes once")
  } catch {
    precondition((try? events.next()) == nil, "events behind a fault")
  }
  _ = try? YAMLReader.documents(of: SourceText(name: "input.yaml", text: text))
}
