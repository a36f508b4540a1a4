/// Where an address is, as far as a database tells.
package struct GeoPlace: Equatable, Sendable {
  /// ISO 3166-1 code of the country, `DE`.
  package var country: String?
  /// English name of the city.
  package var city: String?
  /// The autonomous system, `AS64500`.
  package var system: String?
  /// Who runs the autonomous system.
  package var organization: String?

  /// Nothing known.
  package init() {}

  /// The shortest useful words: `DE AS64500`.
  package var words: String {
    [country, system].compactMap { $0 }.joined(separator: " ")
  }
}
