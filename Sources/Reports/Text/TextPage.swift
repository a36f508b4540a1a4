/// Lines for a terminal of a given width: nothing runs over its edge, nothing trails in blanks.
struct TextPage: Sendable {
  private(set) var bytes: [UInt8] = []
  let width: Int
  private let usesColour: Bool
  private var endsWithBlank = true

  /// An empty page.
  init(_ style: TextStyle) {
    width = max(40, style.width)
    usesColour = style.usesColour
  }

  /// Appends an empty line, unless one stands there or the page is empty.
  mutating func blank() {
    guard !endsWithBlank else { return }
    bytes.append(UInt8(ascii: "\n"))
    endsWithBlank = true
  }

  /// Appends one line, cut with `…` where it is too wide.
  mutating func line(_ runs: [TextRun]) {
    let runs = Self.trimmed(runs)
    let isTooWide = runs.reduce(0) { $0 + $1.text.width } > width
    var left = isTooWide ? width - 1 : width
    var fitting: [TextRun] = []
    for run in runs where left > 0 {
      fitting.append(TextRun(run.text.prefix(left), run.ink))
      if run.text.width > left { break }
      left -= run.text.width
    }
    if isTooWide { fitting.append(TextRun("…", .faint)) }
    append(fitting)
  }

  /// Appends `pieces` on as many lines as they need. No piece is cut or lost; one that is wider
  /// than the page goes on in the next line. `first` begins the first line, `next` the others.
  mutating func flow(
    _ pieces: [TextRun], first: [TextRun], next: [TextRun], separator: VisibleText = " "
  ) {
    var line = first
    let room = max(10, width - next.reduce(0) { $0 + $1.text.width } - separator.width)
    var used = first.reduce(0) { $0 + $1.text.width }
    var isFresh = true
    for (index, piece) in pieces.enumerated() {
      let tail = index < pieces.count - 1 ? separator.withoutTrailingBlanks.width : 0
      for part in piece.text.pieces(of: room) {
        if !isFresh && used + part.width + tail > width {
          append(line)
          line = next
          used = next.reduce(0) { $0 + $1.text.width }
        }
        line.append(TextRun(part, piece.ink))
        used += part.width
        isFresh = false
      }
      if index < pieces.count - 1 {
        line.append(TextRun(separator, .faint))
        used += separator.width
      }
    }
    append(line)
  }

  /// Appends a sentence, broken between words.
  mutating func sentence(
    _ text: String, _ ink: TextRun.Ink = .plain, indent: Int = 0, label: String = ""
  ) {
    let blanks = TextRun(VisibleText("").fitted(to: indent))
    let start = label.isEmpty ? blanks : TextRun(VisibleText(label).fitted(to: indent), .faint)
    flow(words(of: text, ink), first: [start], next: [blanks])
  }

  /// Appends labelled values, the labels in a column of their own; empty ones are left out.
  mutating func facts(_ facts: [(label: VisibleText, values: [TextRun])], indent: Int) {
    let told = facts.filter { !$0.values.isEmpty }
    let column = (told.map(\.label.width).max() ?? 0) + 2
    let margin = TextRun(VisibleText("").fitted(to: indent))
    let gap = TextRun(VisibleText("").fitted(to: column))
    for fact in told {
      flow(
        fact.values, first: [margin, TextRun(fact.label.fitted(to: column), .faint)],
        next: [margin, gap], separator: ", ")
    }
  }

  private func words(of text: String, _ ink: TextRun.Ink) -> [TextRun] {
    VisibleText(text).text.split(separator: " ").map { TextRun(of: String($0), ink) }
  }

  private mutating func append(_ runs: [TextRun]) {
    let runs = Self.trimmed(runs)
    for run in runs where !run.text.isEmpty { append(run) }
    bytes.append(UInt8(ascii: "\n"))
    endsWithBlank = runs.isEmpty
  }

  private static func trimmed(_ runs: [TextRun]) -> [TextRun] {
    var runs = runs
    while let last = runs.popLast() {
      let text = last.text.withoutTrailingBlanks
      if !text.isEmpty { return runs + [TextRun(text, last.ink)] }
    }
    return []
  }

  private mutating func append(_ run: TextRun) {
    let isBlank = run.text.withoutTrailingBlanks.isEmpty
    guard usesColour, !isBlank, let codes = run.ink.codes else {
      bytes.append(contentsOf: run.text.text.utf8)
      return
    }
    bytes.append(contentsOf: "\u{1B}[\(codes)m".utf8)
    bytes.append(contentsOf: run.text.text.utf8)
    bytes.append(contentsOf: "\u{1B}[0m".utf8)
  }
}
