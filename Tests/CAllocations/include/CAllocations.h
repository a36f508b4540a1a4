#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdbool.h>
#include <stdint.h>

/// True where allocations are counted: with the C library of GNU, without a sanitizer, whose own
/// allocator would be in the way.
bool allocations_are_counted(void);

/// How often this thread has asked for memory so far: malloc, calloc, realloc and their aligned
/// kin. Meaningful only where `allocations_are_counted`.
uint64_t allocations_of_this_thread(void);

#endif
