import CloudTrail

/// Writes JSON into a buffer, value after value, in the order in which it is told.
///
/// Containers down to `linesTo` levels put each member on a line of its own, deeper ones stay on
/// the line they began on; 0 gives one line:
///
///     linesTo 1   {                       linesTo 0   {"a":[1,2],"b":{"c":true}}
///                   "a": [1, 2],
///                   "b": {"c": true}
///                 }
///
/// Control characters, line separators and characters that turn the direction of writing leave
/// as `\uXXXX`, so that a terminal, an editor or a page that embeds the text shows what is there.
package struct JSONWriter: Sendable {
  /// What was written so far.
  package var bytes: [UInt8] = []
  private let linesTo: Int
  /// For each open container, whether it holds a value already.
  private var holdsValue: [Bool] = []
  private var followsKey = false

  /// A writer whose containers down to `linesTo` levels take several lines.
  package init(linesTo: Int = 0) {
    self.linesTo = linesTo
  }

  /// Writes an object; `members` writes pairs of key and value.
  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    members(&self)
    close(UInt8(ascii: "}"))
  }

  /// Writes an array; `elements` writes values.
  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "["))
    elements(&self)
    close(UInt8(ascii: "]"))
  }

  /// Begins an object or array that `close` ends: for streams.
  mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    holdsValue.append(false)
  }

  /// Ends the innermost object or array.
  mutating func close(_ bracket: UInt8) {
    let takesLines = holdsValue.count <= linesTo
    let held = holdsValue.removeLast()
    if takesLines && held { breakLine() }
    bytes.append(bracket)
  }

  /// Writes the name of the value that follows.
  package mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if linesTo > 0 { bytes.append(UInt8(ascii: " ")) }
    followsKey = true
  }

  /// A name as it stands in JSON behind another value: `,"name":`.
  struct Key: Sendable {
    fileprivate let bytes: [UInt8]

    /// The key that is this name.
    init(_ name: String) {
      var writer = JSONWriter()
      writer.bytes = [UInt8(ascii: ",")]
      writer.quote(name)
      writer.bytes.append(UInt8(ascii: ":"))
      bytes = writer.bytes
    }
  }

  /// Writes the name of the value that follows.
  mutating func key(_ key: Key) {
    if linesTo > 0 {
      separate()
      JSONText.append(key.bytes.span, 1..<key.bytes.count, to: &bytes)
      bytes.append(UInt8(ascii: " "))
    } else {
      // The comma and the name at once.
      JSONText.append(key.bytes.span, beginMember()..<key.bytes.count, to: &bytes)
    }
    followsKey = true
  }

  /// Writes a name and a string.
  mutating func member(_ key: Key, _ text: String) {
    if linesTo == 0 {
      let prefix = key.bytes.span.extracting(droppingFirst: beginMember())
      if JSONText.appendQuoted(text, behind: prefix, to: &bytes) { return }
      JSONText.append(prefix, 0..<prefix.count, to: &bytes)
      followsKey = true
    } else {
      self.key(key)
    }
    string(text)
  }

  /// Begins a member that stays on its line; what of a key is not written: 1 for the comma before
  /// the first name, else 0.
  private mutating func beginMember() -> Int {
    precondition(!holdsValue.isEmpty, "a name stands inside an object")
    let last = holdsValue.count - 1
    if holdsValue[last] { return 0 }
    holdsValue[last] = true
    return 1
  }

  /// Writes a moment as a string.
  mutating func time(_ time: EventTime) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    time.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a string.
  package mutating func string(_ text: String) {
    separate()
    quote(text)
  }

  /// Writes an integer, exactly.
  package mutating func integer(_ value: Int) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Writes `true` or `false`.
  package mutating func flag(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Ends the line: between the objects of NDJSON, and at the end of a document.
  package mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Writes what must stand between the value before and the one that follows.
  private mutating func separate() {
    if followsKey {
      followsKey = false
      return
    }
    guard let held = holdsValue.last else { return }
    if held { bytes.append(UInt8(ascii: ",")) }
    holdsValue[holdsValue.count - 1] = true
    if holdsValue.count <= linesTo {
      breakLine()
    } else if held && linesTo > 0 {
      bytes.append(UInt8(ascii: " "))
    }
  }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * holdsValue.count))
  }

  private mutating func quote(_ text: String) {
    if JSONText.appendQuoted(text, to: &bytes) { return }
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { append(scalar) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": bytes.append(contentsOf: "\\\"".utf8)
    case "\\": bytes.append(contentsOf: "\\\\".utf8)
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    case _ where scalar.value <= 0xFFFF && scalar.isUnfitForDisplay:
      bytes.append(contentsOf: "\\u".utf8)
      let digits = String(scalar.value, radix: 16)
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
      bytes.append(contentsOf: digits.utf8)
    default: bytes.append(contentsOf: scalar.utf8)
    }
  }
}

extension Unicode.Scalar {
  /// UTF-8, without an array in between.
  fileprivate var utf8: Unicode.UTF8.EncodedScalar {
    Unicode.UTF8.encode(self) ?? Unicode.UTF8.encodedReplacementCharacter
  }
}
