internal import Dispatch

/// A value that another thread makes while this one goes on.
package final class Prepared<Value: Sendable>: Sendable {
  private let made = Guarded<Value?>(nil)
  private let end = DispatchGroup()

  /// Begins to make the value.
  package init(_ make: @escaping @Sendable () -> Value) {
    // A queue of its own has a thread of its own, however many others wait.
    DispatchQueue(label: "trailscan.prepared").async(group: end) { [self] in
      let value = make()
      made.withLock { $0 = value }
    }
  }

  /// The value, once it is made.
  package var value: Value {
    end.wait()
    guard let value = made.withLock({ $0 }) else {
      preconditionFailure("what ended has made the value")
    }
    return value
  }

  /// The value, once it is made, which is given away: nobody may ask for it a second time. Where it
  /// goes, it can be changed without being copied.
  package func take() -> Value {
    end.wait()
    guard let value = made.withLock({ $0.take() }) else {
      preconditionFailure("a value is given away once")
    }
    return value
  }
}
