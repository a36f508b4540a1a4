#if canImport(Glibc)
  internal import Glibc
#endif

/// How the C library's heap shares memory between threads.
package enum HeapArenas {
  /// Makes all threads allocate from one arena, before the second thread starts.
  ///
  /// glibc gives each thread an arena of its own, and what one thread frees another cannot use.
  /// With the tables of a scan, which one thread fills and another joins, that held a sixth of
  /// the peak; the time was the same. Other C libraries have no arenas.
  package static func shareOne() {
    #if canImport(Glibc)
      _ = mallopt(M_ARENA_MAX, 1)
    #endif
  }
}
