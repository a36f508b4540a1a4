#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CThreads.h"

#ifdef __linux__

#include <pthread.h>
#include <sched.h>

threads_origin threads_here(void) {
  return (threads_origin){.thread = (unsigned long)pthread_self(), .processor = sched_getcpu()};
}

int threads_allowed(void) {
  cpu_set_t allowed;
  // It fails where there are more processors than a set of this type holds.
  return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 0;
}

void threads_leave(int processor) {
  if (processor < 0 || sched_getcpu() != processor) return;
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  cpu_set_t others = allowed;
  CPU_CLR(processor, &others);
  // A thread that runs where it may not run is moved at once. It fails where no other is left.
  if (sched_setaffinity(0, sizeof others, &others) != 0) return;
  // From now on the thread asks for those that it might run on so far; it would not use one that is
  // added later. Where that fails, it goes on without this processor.
  sched_setaffinity(0, sizeof allowed, &allowed);
}

void threads_give_way(void) { sched_yield(); }

#else

threads_origin threads_here(void) { return (threads_origin){.processor = -1}; }
int threads_allowed(void) { return 0; }
void threads_leave(int processor) { (void)processor; }
void threads_give_way(void) {}

#endif
