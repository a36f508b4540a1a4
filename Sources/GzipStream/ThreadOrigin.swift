internal import CThreads

/// A thread that starts others, and the processor that it runs on meanwhile.
///
/// Linux takes a processor of a virtual machine that has nothing to do for one that the host has
/// taken away (`available_idle_cpu` asks `vcpu_is_preempted`; seen with KVM and Linux 6.18). So a
/// new thread may begin on the processor of the one that started it, and the two take turns there
/// for milliseconds: a tenth of a run over few files. Where a thread finds itself so, it leaves.
/// Elsewhere than on Linux nothing is done.
package struct ThreadOrigin: Sendable {
  /// The handle of the thread, `pthread_self(3)`; 0 where the system does not tell.
  private let thread: UInt
  /// The number of the processor, `sched_getcpu(3)`; negative where the system does not tell.
  package let processor: Int

  /// The calling thread, and where it runs.
  package init() {
    let here = threads_here()
    thread = here.thread
    processor = Int(here.processor)
  }

  /// Some other thread than any that runs, on this processor.
  package init(on processor: Int) {
    thread = .max
    self.processor = processor
  }

  /// True on the thread itself, wherever it runs by now.
  package var isCurrent: Bool { thread == threads_here().thread }

  /// For a thread that was started: where it runs on the processor that the origin ran on, it goes
  /// on elsewhere; it may come back.
  package func leave() {
    guard Self.processorCount > 1, !isCurrent, let number = Int32(exactly: processor) else {
      return
    }
    threads_leave(number)
  }

  /// For the origin, behind that: offers its processor to a thread that waits for it, which leaves
  /// then.
  package static func giveWay() {
    if processorCount > 1 { threads_give_way() }
  }

  /// How many processors this program might run on at first; 0 where the system does not tell.
  package static let processorCount = Int(threads_allowed())
}
