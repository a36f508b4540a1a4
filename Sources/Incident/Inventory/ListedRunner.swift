package import Evidence

/// A runner as an inventory lists it.
struct ListedRunner: Sendable {
  /// What tells it from others.
  var key: RunnerKey
  /// The file that lists it.
  var file: String
  var roles: [Runner.ListedRole] = []
  var subjects: Set<String> = []
  var providers: Set<String> = []
  var buckets: Set<String> = []
  var clusters: Set<String> = []
  /// By ARN.
  var keys: Set<String> = []
  var logGroups: Set<String> = []
  var subnets: Set<String> = []
  var securityGroups: Set<String> = []
  /// What a plan would make, in words.
  var planned: Set<String> = []
}

/// A file of an inventory with the name that messages give it.
package struct InventoryFile: Equatable, Sendable {
  /// The name.
  package var name: String
  /// What it holds.
  package var inventory: Inventory

  /// A file.
  package init(name: String, inventory: Inventory) {
    self.name = name
    self.inventory = inventory
  }
}
