#ifndef BYTESCAN_SUMS_H
#define BYTESCAN_SUMS_H

#include <stdint.h>

/// Bit i is the exclusive or of bits 0...i, in six doublings, for any processor.
static inline uint64_t sums_by_shifting(uint64_t word) {
  word ^= word << 1;
  word ^= word << 2;
  word ^= word << 4;
  word ^= word << 8;
  word ^= word << 16;
  word ^= word << 32;
  return word;
}

#endif
