/// A piece of a line in one ink.
struct TextRun: Equatable, Sendable {
  /// What a colour says; without colour the words alone must say it.
  enum Ink: Sendable {
    case plain
    case heading
    case faint
    case accent
    case good
    case caution
    case alarm

    /// The SGR parameters (ECMA-48), or nil for the terminal's own.
    var codes: String? {
      switch self {
      case .plain: nil
      case .heading: "1"
      case .faint: "2"
      case .accent: "36"
      case .good: "32"
      case .caution: "33"
      case .alarm: "1;31"
      }
    }
  }

  let text: VisibleText
  let ink: Ink

  /// A piece of text.
  init(_ text: VisibleText, _ ink: Ink = .plain) {
    self.text = text
    self.ink = ink
  }

  /// Text from anywhere, made visible.
  init(of raw: String, _ ink: Ink = .plain) {
    self.init(VisibleText(raw), ink)
  }
}
