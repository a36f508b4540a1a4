/// What a random fleet is like.
package struct FleetPlan: Equatable, Sendable {
  /// The seed of everything random.
  package var seed: UInt64
  /// How many distinct records.
  package var events: Int
  /// How many Humanitec runners.
  package var runners = 4
  /// Over how many minutes.
  package var minutes = 1440
  /// How many attacks are planted.
  package var attacks = 1
  /// True where one attack of each family of the catalogue is planted, too, late in the fleet.
  package var hasGallery = false
  /// How many of a thousand records are of the four audited families.
  package var familyPerMille = 140
  /// How many times the usual number of objects each job reads and writes.
  package var work = 1
  /// The first second.
  package var start: Timestamp = "2026-03-02T00:00:00Z"

  /// A plan with the usual proportions.
  package init(seed: UInt64, events: Int) {
    self.seed = seed
    self.events = events
  }
}
