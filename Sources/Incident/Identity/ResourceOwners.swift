/// Who owns what records name: the runners to which something belongs, by its name.
///
/// Names of clusters, task definitions and log groups are unique within an account only (AWS
/// service references), so that two runners may own what is called the same.
///
///     /ecs/runner ─┬─ in 111122223333 ─► dev-runner
///                  └─ in 444455556666 ─► prod-runner
struct ResourceOwners: Sendable {
  /// Something that belongs to a runner, by its name.
  struct Resource: Hashable, Sendable {
    var kind: Mention.Kind
    var name: String
  }

  /// A runner that owns something.
  struct Owner: Hashable, Sendable {
    var runner: Int
    /// The account within which the name is its; empty = in any.
    var account: String

    /// True where the name in `other` account is its; empty = an account that is not known.
    func owns(in other: String) -> Bool { account.isEmpty || other.isEmpty || account == other }
  }

  /// The owners of what bears a name; nearly always one.
  private(set) var all: [Resource: [Owner]] = [:]

  /// Notes that `runner` owns what is named so in `account`; empty = in any.
  mutating func add(_ kind: Mention.Kind, _ name: String, _ runner: Int, in account: String = "") {
    let owner = Owner(runner: runner, account: account)
    let resource = Resource(kind: kind, name: name)
    if !(all[resource] ?? []).contains(owner) { all[resource, default: []].append(owner) }
  }

  /// The runners that own what is named so in `account`; empty = an account that is not known.
  func runners(of kind: Mention.Kind, _ name: String, in account: String = "") -> [Int] {
    all[Resource(kind: kind, name: name)]?.filter { $0.owns(in: account) }.map(\.runner) ?? []
  }

  /// True where anybody owns what is named so in some account.
  func holds(_ kind: Mention.Kind, _ name: String) -> Bool {
    all[Resource(kind: kind, name: name)] != nil
  }
}
