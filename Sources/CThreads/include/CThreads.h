#ifndef CTHREADS_H
#define CTHREADS_H

#include <stdbool.h>

/// A thread and the processor that it ran on when it was asked, where the system tells.
typedef struct threads_origin {
  unsigned long thread;
  int processor;
} threads_origin;

/// The calling thread.
threads_origin threads_here(void);

/// True on another thread than `origin` that runs on its processor.
bool threads_share(threads_origin origin);

/// On `origin`: lets a thread that waits for its processor run. On another one that shares its
/// processor: goes on elsewhere, where it may; it may come back. Elsewhere than on Linux nothing.
void threads_spread(threads_origin origin);

#endif
