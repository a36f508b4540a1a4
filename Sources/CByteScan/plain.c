// For memmem.
#define _GNU_SOURCE
#include "CByteScan.h"
#include "word.h"

/// Sixteen bytes; compilers know how a processor does each step with all of them.
typedef uint8_t bytes16 __attribute__((vector_size(16)));

static inline bytes16 load16(const uint8_t *bytes) {
  bytes16 value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

/// All ones where a byte must not stand as it is.
static inline bytes16 unfit16(bytes16 text) {
  return (bytes16)((text - 0x20 >= 0x5F) | (text == '"') | (text == '\\'));
}

static inline bool any16(bytes16 found) {
  const uint8_t *bytes = (const uint8_t *)&found;
  return (word(bytes) | word(bytes + 8)) != 0;
}

#define BYTES(byte) (UINT64_C(0x0101010101010101) * (byte))

/// Not zero where one of eight bytes must not stand as it is.
static inline uint64_t unfit8(uint64_t text) {
  // A byte borrows from its top bit where it is zero; the lowest one that does is no mistake.
  uint64_t quotes = text ^ BYTES('"');
  uint64_t escapes = text ^ BYTES('\\');
  uint64_t deletes = text ^ BYTES(0x7F);
  uint64_t zeros = ((quotes - BYTES(1)) & ~quotes) | ((escapes - BYTES(1)) & ~escapes) |
                   ((deletes - BYTES(1)) & ~deletes) | ((text - BYTES(0x20)) & ~text);
  return (zeros | text) & BYTES(0x80);
}

static bool copy_few(uint8_t *to, const uint8_t *from, size_t count) {
  if (count >= 8) {
    // Both words may lie over the same bytes.
    uint64_t first = word(from);
    uint64_t last = word(from + count - 8);
    memcpy(to, &first, sizeof first);
    memcpy(to + count - 8, &last, sizeof last);
    return (unfit8(first) | unfit8(last)) == 0;
  }
  for (size_t index = 0; index < count; index += 1) {
    uint8_t byte = from[index];
    if ((uint8_t)(byte - 0x20) >= 0x5F || byte == '"' || byte == '\\') return false;
    to[index] = byte;
  }
  return true;
}

bool bytescan_copy_plain(uint8_t *to, const uint8_t *from, size_t count) {
  if (count < sizeof(bytes16)) return copy_few(to, from, count);
  size_t last = count - sizeof(bytes16);
  // The last sixteen bytes may lie over some that were copied before.
  bytes16 text = load16(from + last);
  bytes16 unfit = unfit16(text);
  memcpy(to + last, &text, sizeof text);
  for (size_t index = 0; index < last; index += sizeof text) {
    text = load16(from + index);
    unfit |= unfit16(text);
    memcpy(to + index, &text, sizeof text);
  }
  return !any16(unfit);
}

int64_t bytescan_place(const uint8_t *bytes, size_t count, const uint8_t *part, size_t length) {
  const uint8_t *found = memmem(bytes, count, part, length);
  return found == NULL ? -1 : found - bytes;
}
