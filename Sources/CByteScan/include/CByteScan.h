#ifndef CBYTESCAN_H
#define CBYTESCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Marks blocks of 64 bytes: where quotes, strings, brackets and line feeds stand.
///
/// One loop (mark_loop.h), compiled once for each kernel; a kernel only says how it compares 64
/// bytes with a constant and how it sums bits from the low end (mark_<kernel>.h).

/// The kernels; the choice is the caller's, see bytescan_can_run.
enum bytescan_kernel {
  BYTESCAN_PORTABLE,
  BYTESCAN_SSE2,
  BYTESCAN_AVX2,
  BYTESCAN_AVX512,
  BYTESCAN_NEON,
};

/// Bit i of each word speaks of byte i of the block.
struct bytescan_marks {
  uint64_t open;
  uint64_t close;
  uint64_t string;
  uint64_t quote;
  uint64_t newline;
  uint64_t key;
};

/// What is known of the byte after the last one marked: escape is 1 or 0, string all ones or 0.
struct bytescan_state {
  uint64_t escape;
  uint64_t string;
};

/// True where this build has the kernel and this processor and system can run it.
bool bytescan_can_run(enum bytescan_kernel kernel);

/// Marks `blocks` blocks from `bytes` on, at any alignment. Undefined unless the kernel can run.
void bytescan_mark(enum bytescan_kernel kernel, const uint8_t *bytes, size_t blocks,
                   struct bytescan_state *state, struct bytescan_marks *marks);

#endif
