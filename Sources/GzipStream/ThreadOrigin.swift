internal import CThreads

/// A thread that starts others, and the processor that it runs on meanwhile.
///
/// Linux takes a processor of a virtual machine that has nothing to do for one that the host has
/// taken away (`available_idle_cpu` asks `vcpu_is_preempted`; seen with KVM and Linux 6.18). So a
/// new thread may begin on the processor of the one that started it, and the two take turns there
/// for milliseconds: a quarter of a run over few files. Where a thread finds itself so, it leaves.
package struct ThreadOrigin: Equatable, Sendable {
  /// The number of the thread; 0 where the system does not tell.
  package var thread: UInt
  /// The number of the processor; -1 where the system does not tell.
  package var processor: Int32

  /// The calling thread, and where it runs.
  package init() {
    let here = threads_here()
    thread = here.thread
    processor = here.processor
  }

  /// True on another thread that runs where the origin did.
  package var isShared: Bool { threads_share(origin) }

  /// For a thread that was started: goes on elsewhere than the origin, where it may. For the origin,
  /// behind that: lets a thread that waits for its processor run, which leaves then.
  package func spread() { threads_spread(origin) }

  private var origin: threads_origin { threads_origin(thread: thread, processor: processor) }
}
