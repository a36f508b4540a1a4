/// Markdown in which text from the logs cannot be anything but text; also written as HTML.
///
/// A literal is markup of ours, of which `**` alone means something; what is put into it must say
/// how it is to be shown, and there is no third way:
///
///     "**denied** (\(code: errorCode)): \(prose: summary)"
///
/// `code` becomes a code span, in which Markdown, HTML and links are inert. `prose` becomes
/// escaped text; words that would turn into links or mentions become code spans. The pieces stay
/// apart until they are written, because a pipe in a code span is spelled otherwise in a table.
struct Markdown: Equatable, Sendable, ExpressibleByStringInterpolation {
  /// Where the text will stand.
  enum Place: Sendable {
    case block
    /// A cell of a table, where a bare pipe would end it.
    case cell
  }

  private enum Piece: Equatable, Sendable {
    /// A literal of ours.
    case source(String)
    case code(String)
    case prose(String)
  }

  /// Longer texts from the logs are cut to this many columns; the JSON has them whole.
  static let longestText = 300

  private var pieces: [Piece] = []

  init(stringLiteral value: String) { pieces = [.source(value)] }

  init(stringInterpolation: StringInterpolation) { self = stringInterpolation.markdown }

  private init() {}

  /// `text` as a code span.
  init(code text: String) {
    let shown = VisibleText(text).truncated(to: Self.longestText).text
    pieces = shown.isEmpty ? [] : [.code(shown)]
  }

  /// `text` as escaped prose.
  init(prose text: String) {
    let words = VisibleText(text).truncated(to: Self.longestText).text.split(separator: " ")
    if !words.isEmpty { pieces = [.prose(words.joined(separator: " "))] }
  }

  var isEmpty: Bool { pieces.isEmpty }

  /// The Markdown itself.
  func source(in place: Place) -> String {
    pieces.map { piece in
      switch piece {
      case .source(let source): source
      case .code(let text): Self.span(text, in: place)
      case .prose(let text):
        text.split(separator: " ").map { word in
          Self.couldBecomeLink(word) ? Self.span(String(word), in: place) : Self.escaped(word)
        }.joined(separator: " ")
      }
    }.joined()
  }

  /// The same as HTML: nothing that came from the logs is an element, an attribute or an entity.
  var html: String {
    var isBold = false
    return pieces.map { piece in
      switch piece {
      case .code(let text): "<code>\(Self.escapedForHTML(text))</code>"
      case .prose(let text): Self.escapedForHTML(text)
      case .source(let source): Self.html(source, isBold: &isBold)
      }
    }.joined() + (isBold ? "</strong>" : "")
  }

  private static func html(_ source: String, isBold: inout Bool) -> String {
    var text = ""
    for (number, part) in source.split(separator: "**", omittingEmptySubsequences: false)
      .enumerated()
    {
      if number > 0 {
        isBold.toggle()
        text += isBold ? "<strong>" : "</strong>"
      }
      text += escapedForHTML(String(part))
    }
    return text
  }

  /// The text with entities for what means something in HTML, in elements and in attributes.
  static func escapedForHTML(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": shown += "&amp;"
      case "<": shown += "&lt;"
      case ">": shown += "&gt;"
      case "\"": shown += "&quot;"
      case "'": shown += "&#39;"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  static func + (first: Markdown, second: Markdown) -> Markdown {
    var both = first
    both.pieces += second.pieces
    return both
  }

  /// GitHub makes links of addresses, mentions of `@name` and references of `#1` after the
  /// Markdown is read, so a backslash does not stop it; only a code span does. Bytes, not
  /// characters: an accent on a slash hides it from Swift and not from GitHub.
  private static func couldBecomeLink(_ word: Substring) -> Bool {
    var previous: UInt8 = 0
    var runOfW = 0
    for byte in word.utf8 {
      switch (previous, byte) {
      case (_, UInt8(ascii: "@")), (UInt8(ascii: "/"), UInt8(ascii: "/")),
        (UInt8(ascii: "#"), 0x30...0x39):
        return true
      case (_, UInt8(ascii: ".")) where runOfW >= 3: return true
      default: runOfW = byte | 0x20 == UInt8(ascii: "w") ? runOfW + 1 : 0
      }
      previous = byte
    }
    return false
  }

  private static func escaped(_ word: Substring) -> String {
    var text = ""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "#", "$", "!": text += "\\"
      default: break
      }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// A code span whose fence is longer than any run of backticks in it (CommonMark 6.1).
  private static func span(_ text: String, in place: Place) -> String {
    let runs = text.unicodeScalars.split { $0 != "`" }.map(\.count)
    let fence = String(repeating: "`", count: (runs.max() ?? 0) + 1)
    let ends = [text.unicodeScalars.first, text.unicodeScalars.last]
    let touches = ends.contains("`") || ends == [" ", " "]
    let gap = touches ? " " : ""
    return fence + gap + (place == .cell ? withoutBarePipes(text) : text) + gap + fence
  }

  /// `\|` is a pipe in every table. Renderers do not agree on what `\\|` is, so a pipe behind a
  /// backslash is shown by its code.
  private static func withoutBarePipes(_ text: String) -> String {
    var shown = ""
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|": shown += previous == "\\" ? "x7c" : "\\|"
      default: shown.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return shown
  }
}

extension Markdown {
  /// Takes only what says how it is to be shown.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markdown = Markdown()

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { markdown.pieces.append(.source(literal)) }
    }

    mutating func appendInterpolation(_ other: Markdown) { markdown.pieces += other.pieces }

    mutating func appendInterpolation(code text: String) {
      markdown.pieces += Markdown(code: text).pieces
    }

    mutating func appendInterpolation(prose text: String) {
      markdown.pieces += Markdown(prose: text).pieces
    }

    mutating func appendInterpolation(_ number: Int) {
      markdown.pieces.append(.source(number.grouped))
    }
  }
}

extension [Markdown] {
  /// All of them with `separator` between; empty ones leave no gap.
  func joined(_ separator: Markdown) -> Markdown {
    let told = filter { !$0.isEmpty }
    guard let first = told.first else { return Markdown(prose: "") }
    return told.dropFirst().reduce(first) { $0 + separator + $1 }
  }
}
