#ifndef CTHREADS_H
#define CTHREADS_H

/// A thread, and the processor that it ran on when it was asked; 0 and -1 where the system does not
/// tell, which is elsewhere than on Linux.
typedef struct threads_origin {
  unsigned long thread;
  int processor;
} threads_origin;

/// The calling thread.
threads_origin threads_here(void);

/// How many processors the calling thread may run on; 0 where the system does not tell.
int threads_allowed(void);

/// Where the calling thread runs on this processor, it goes on elsewhere, if it may.
void threads_leave(int processor);

/// Offers this processor to another thread that waits for it.
void threads_give_way(void);

#endif
