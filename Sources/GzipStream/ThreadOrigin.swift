internal import CThreads

/// A thread that starts or wakes others, and the processor that it runs on meanwhile.
///
/// Linux takes a processor of a virtual machine that has nothing to do for one that the host has
/// taken away (`available_idle_cpu` asks `vcpu_is_preempted`; seen with KVM and Linux 6.18). So a
/// thread may begin, or go on, on the processor of the one that started or woke it, and the two
/// take turns there for milliseconds: a quarter of a run over few files. Where a thread finds
/// itself so, it leaves.
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
  package var isShared: Bool { threads_shares(origin) }

  /// For a thread that was started or woken: goes on elsewhere than the origin, where it may.
  package func leave() { threads_leave(origin) }

  /// For the origin, behind that: a thread that waits for its processor gets it, and can leave.
  package static func giveWay() { threads_give_way() }

  private var origin: threads_origin { threads_origin(thread: thread, processor: processor) }
}
