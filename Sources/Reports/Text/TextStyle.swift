/// What a terminal can show.
package struct TextStyle: Equatable, Sendable {
  /// Columns; less than 40 counts as 40.
  package var width: Int
  /// Whether to send SGR colour codes.
  package var usesColour: Bool

  /// A style; the default suits a pipe.
  package init(width: Int = 120, usesColour: Bool = false) {
    self.width = width
    self.usesColour = usesColour
  }
}
