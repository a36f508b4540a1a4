internal import CYAML

/// The events of a YAML text, one after the other, as libyaml reads them (YAML 1.1).
///
/// Nothing is composed and nothing resolved: whoever asks sees each value as it stands, with its
/// place, and can stop at any of them. One thread.
///
///     a: [1, 'b']  ─►  mappingStart, scalar a, sequenceStart, scalar 1, scalar b, sequenceEnd, …
package struct YAMLEvents: ~Copyable {
  /// One event.
  package enum Event: Equatable, Sendable {
    case documentStart
    case documentEnd
    /// The last one; it comes again where more are asked for.
    case streamEnd
    /// Where the value with this anchor stands once more.
    case alias(String)
    /// A text; plain is one without quotes and without a block sign.
    case scalar(String, anchor: String?, isPlain: Bool)
    case sequenceStart(anchor: String?)
    case sequenceEnd
    case mappingStart(anchor: String?)
    case mappingEnd
  }

  /// A place in the text, both numbers from 1; columns in Unicode scalars.
  package struct Mark: Equatable, Sendable {
    /// The line.
    package var line: Int
    /// The column.
    package var column: Int

    /// A place by line and column.
    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// Why no more events can be read.
  package enum Fault: Error, Equatable, Sendable {
    /// The text is not YAML: what libyaml says, and where.
    case syntax(String, at: Mark)
    /// The text holds what no YAML may hold, so many bytes from its beginning.
    case reading(String, offset: Int)
    /// The system has no more memory.
    case memory
  }

  private let parser: YAMLParser

  /// The events of a text in UTF-8.
  package init(of text: String) { parser = YAMLParser(text) }

  /// The next event, and where it begins; behind a fault the same fault comes again.
  package mutating func next() throws(Fault) -> (event: Event, mark: Mark) {
    while true {
      if let next = try parser.next() { return next }
    }
  }
}

// Not private: of a private type that cannot be copied, lld misses the metadata (Swift 6.3.1, -O).
/// The library's own state and the text it reads, each at one address until it is closed.
@safe struct YAMLParser: ~Copyable {
  private let state: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>

  init(_ string: String) {
    unsafe state = .allocate(capacity: 1)
    // The library clears the whole of it first.
    let code = unsafe yaml_parser_initialize(state)
    precondition(code == 1, "libyaml could not be initialised")
    let bytes = string.utf8
    unsafe text = .allocate(capacity: max(1, bytes.count))
    _ = unsafe text.initialize(from: bytes)
    unsafe yaml_parser_set_encoding(state, YAML_UTF8_ENCODING)
    // It keeps the pointer, and reads `count` bytes from it on.
    unsafe yaml_parser_set_input_string(state, text.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(state)
    unsafe state.deallocate()
    unsafe text.deallocate()
  }

  /// The next event; nil for those that tell nothing.
  func next() throws(YAMLEvents.Fault) -> (event: YAMLEvents.Event, mark: YAMLEvents.Mark)? {
    // Behind a fault the library would go on with events that say nothing.
    guard unsafe state.pointee.error == YAML_NO_ERROR else { throw fault() }
    if unsafe state.pointee.stream_end_produced != 0 {
      return (.streamEnd, unsafe Self.mark(state.pointee.mark))
    }
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(state, &event) == 1 else { throw fault() }
    defer { unsafe yaml_event_delete(&event) }
    guard let told = unsafe Self.told(event) else { return nil }
    return (told, unsafe Self.mark(event.start_mark))
  }

  private static func told(_ event: yaml_event_t) -> YAMLEvents.Event? {
    // Each type has its own part of the union.
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_STREAM_END_EVENT: .streamEnd
    case YAML_ALIAS_EVENT: .alias(unsafe name(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT: unsafe scalar(event.data.scalar)
    case YAML_SEQUENCE_START_EVENT:
      .sequenceStart(anchor: unsafe name(event.data.sequence_start.anchor))
    case YAML_SEQUENCE_END_EVENT: .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      .mappingStart(anchor: unsafe name(event.data.mapping_start.anchor))
    case YAML_MAPPING_END_EVENT: .mappingEnd
    default: nil
    }
  }

  private static func scalar(
    _ scalar: yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar
  ) -> YAMLEvents.Event {
    // Zeros may stand in it, so it is as long as the library says.
    let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    return .scalar(
      unsafe String(decoding: bytes, as: UTF8.self), anchor: unsafe name(scalar.anchor),
      isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE)
  }

  /// A name that ends with a zero.
  private static func name(_ start: UnsafeMutablePointer<UInt8>?) -> String? {
    unsafe start.map { unsafe String(cString: $0) }
  }

  private static func mark(_ mark: yaml_mark_t) -> YAMLEvents.Mark {
    YAMLEvents.Mark(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private func fault() -> YAMLEvents.Fault {
    // A constant text of the library.
    let problem = unsafe state.pointee.problem.map { unsafe String(cString: $0) } ?? "unreadable"
    switch unsafe state.pointee.error {
    case YAML_MEMORY_ERROR: return .memory
    case YAML_READER_ERROR:
      return .reading(problem, offset: unsafe Int(state.pointee.problem_offset))
    default: return .syntax(problem, at: unsafe Self.mark(state.pointee.problem_mark))
    }
  }
}
