internal import Dispatch

/// A value that another thread makes while this one goes on.
package final class Prepared<Value: Sendable>: Sendable {
  private let made = Guarded<Value?>(nil)
  private let end = DispatchGroup()

  /// Begins to make the value.
  package init(_ make: @escaping @Sendable () -> Value) {
    // A queue of its own has a thread of its own, however many others wait.
    DispatchQueue(label: "trailscan.prepared").asyncElsewhere(group: end) { [self] in
      let value = make()
      made.withLock { $0 = value }
    }
  }

  /// The value, once it is made.
  package var value: Value { made(giving: false) }

  /// The value, once it is made, which is given away: where it goes, it can be changed without
  /// being copied. Nobody may ask for it again.
  package func take() -> Value { made(giving: true) }

  private func made(giving: Bool) -> Value {
    end.wait()
    guard let value = made.withLock({ made in giving ? made.take() : made }) else {
      preconditionFailure("the value has been given away")
    }
    return value
  }
}
