#ifndef BYTESCAN_VALUE_H
#define BYTESCAN_VALUE_H

#include <string.h>

#include "CByteScan.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/// The rare parts of the scan of a value: blocks in which it may end, keys, and line feeds.

/// The bracket that ends a value which is open `depth` times before the block, as a bit; 0 where
/// it does not end here, and then `after` is how often it is open behind the block.
static inline uint64_t last_bracket(uint64_t open, uint64_t close, uint64_t depth,
                                    uint64_t *after) {
  for (uint64_t rest = open | close; rest != 0; rest &= rest - 1) {
    uint64_t bracket = rest & (0 - rest);
    depth += (open & bracket) != 0 ? 1 : (uint64_t)-1;
    if (depth == 0) return bracket;
  }
  *after = depth;
  return 0;
}

/// True where the lines of a value tell that it is broken; `position` is then the line feed's.
static inline bool is_broken_line(const uint8_t *bytes, size_t *position, uint64_t newline,
                                  uint64_t string, struct bytescan_value *value) {
  for (uint64_t rest = newline; rest != 0; rest &= rest - 1) {
    uint64_t line = rest & (0 - rest);
    size_t place = *position + (size_t)__builtin_ctzll(line);
    bool begins_record = value->is_line && bytes[place + 1] == '{' && bytes[place + 2] == '"';
    if ((string & line) != 0 || begins_record) {
      *position = place;
      return true;
    }
    value->spans_lines = true;
  }
  return false;
}

/// Keeps the places of those keys that stand directly inside the value.
static inline void note_keys(const uint8_t *bytes, size_t position, uint64_t keys, uint64_t open,
                             uint64_t close, uint64_t depth, struct bytescan_value *value) {
  for (uint64_t rest = keys; rest != 0; rest &= rest - 1) {
    uint64_t before = (rest & (0 - rest)) - 1;
    uint64_t inside = depth + (uint64_t)__builtin_popcountll(open & before) -
                      (uint64_t)__builtin_popcountll(close & before);
    if (inside != 1) continue;
    size_t place = position + (size_t)__builtin_ctzll(rest);
    const uint8_t *key = bytes + place + 1;
    if (memcmp(key, "eventSource\"", 12) == 0) value->source = place;
    if (memcmp(key, "eventName\"", 10) == 0) value->name = place;
    if (memcmp(key, "eventID\"", 8) == 0) value->id = place;
  }
}

#endif
