#ifndef CLIMIT_H
#define CLIMIT_H

#include <stdbool.h>
#include <stdint.h>

/// Inflates gzip files and does nothing else: the speed that nothing which reads them can exceed.
///
/// Written against the libraries alone, so that what our own reader adds to them shows.

/// The libraries.
enum limit_engine {
  LIMIT_ZLIB,
  LIMIT_ISAL,
};

/// One thread's engine and buffers.
struct limit_worker;

/// A worker, or null where this build lacks the library. The caller ends it by limit_free.
struct limit_worker *limit_new(enum limit_engine engine);

/// Releases a worker.
void limit_free(struct limit_worker *worker);

/// Inflates all members of the file at `path` into one buffer of 256 KiB, over and over, and
/// checks their checksums. The number of plain bytes, or -1 where the file is no sound gzip file.
int64_t limit_inflate(struct limit_worker *worker, const char *path);

#endif
