public import Synchronization

/// A value that one thread at a time can reach.
///
/// A `Mutex` hands itself to a thread that waits by a futex inside the Swift runtime. The runtime
/// is not instrumented, so that the thread sanitizer misses the order of the two threads and
/// reports what they do in turn as a race. Here each of them also passes an atomic, which the
/// sanitizer sees; a plain load and a plain store on most processors. It is public so that other
/// targets inline it.
public struct Guarded<Value: ~Copyable>: ~Copyable, Sendable {
  @usableFromInline let mutex: Mutex<Value>
  @usableFromInline let order = Atomic(false)

  /// Guards `value`.
  @inlinable public init(_ value: consuming sending Value) { mutex = Mutex(value) }

  /// What `body` returns for the value, once no other thread is at it.
  @inlinable public borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock { value throws(Failure) in
      _ = order.load(ordering: .acquiring)
      defer { order.store(true, ordering: .releasing) }
      return try body(&value)
    }
  }
}
