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

static bool copy_few(uint8_t *to, const uint8_t *from, size_t count) {
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
