#ifndef BYTESCAN_WORD_H
#define BYTESCAN_WORD_H

/// Eight bytes from `bytes` on, as they lie in memory.
static inline uint64_t word(const uint8_t *bytes) {
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

#endif
