#define _GNU_SOURCE
#include "CThreads.h"

#ifdef __linux__

#include <pthread.h>
#include <sched.h>

threads_origin threads_here(void) {
  return (threads_origin){.thread = (unsigned long)pthread_self(), .processor = sched_getcpu()};
}

bool threads_shares(threads_origin origin) {
  return origin.processor >= 0 && sched_getcpu() == origin.processor &&
         (unsigned long)pthread_self() != origin.thread;
}

void threads_leave(threads_origin origin) {
  if (!threads_shares(origin)) return;
  cpu_set_t allowed;
  // It fails where there are more processors than a set of this type holds.
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  cpu_set_t others = allowed;
  CPU_CLR(origin.processor, &others);
  // A thread that runs where it may not run is moved at once. It fails where no other is left.
  if (sched_setaffinity(0, sizeof others, &others) != 0) return;
  sched_setaffinity(0, sizeof allowed, &allowed);
}

void threads_give_way(void) { sched_yield(); }

#else

threads_origin threads_here(void) { return (threads_origin){.processor = -1}; }
bool threads_shares(threads_origin origin) { (void)origin; return false; }
void threads_leave(threads_origin origin) { (void)origin; }
void threads_give_way(void) {}

#endif
