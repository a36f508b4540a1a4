#ifndef CTHREADS_H
#define CTHREADS_H

#include <stdbool.h>

/// A thread and the processor that it ran on when it was asked; 0 and -1 where the system does not
/// tell, which is elsewhere than on Linux.
typedef struct threads_origin {
  unsigned long thread;
  int processor;
} threads_origin;

/// The calling thread.
threads_origin threads_here(void);

/// True on another thread than `origin` that runs on its processor.
bool threads_shares(threads_origin origin);

/// Where the calling thread shares the processor of `origin`, it goes on elsewhere, if it may; it
/// may come back.
void threads_leave(threads_origin origin);

/// Lets another thread that waits for this processor run first.
void threads_give_way(void);

#endif
