#include "CByteScan.h"
#include "word.h"

/// Both halves of the product, folded: every bit of one factor reaches every bit.
static inline uint64_t mix(uint64_t a, uint64_t b) {
  __extension__ typedef unsigned __int128 wide;
  wide product = (wide)a * b;
  return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/// The last `count` bytes, at most eight, of so many; where there are eight, all eight, of which
/// some are known already.
static inline uint64_t last_word(const uint8_t *bytes, size_t count, uint64_t length) {
  if (length >= 8) return word(bytes + count - 8);
  uint64_t rest = 0;
  for (; count > 0; bytes += 1, count -= 1) rest = rest << 8 | *bytes;
  return rest;
}

uint64_t bytescan_hash(const uint8_t *bytes, size_t count, uint64_t seed) {
  // What the bytes are combined with is a secret, too: whoever knew it could write bytes that make
  // a factor 0, and all before them would be forgotten.
  uint64_t secret = mix(seed ^ 0xE7037ED1A0B428DB, 0xA0761D6478BD642F);
  uint64_t length = count;
  uint64_t hash = seed;
  if (count >= 32) {
    // Two products at a time, neither of which waits for the other.
    uint64_t other = hash;
    for (; count >= 32; bytes += 32, count -= 32) {
      hash = mix(hash ^ word(bytes), word(bytes + 8) ^ secret);
      other = mix(other ^ word(bytes + 16), word(bytes + 24) ^ secret);
    }
    hash = mix(hash ^ secret, other ^ 0x8EBC6AF09C88C6E3);
  }
  for (; count > 8; bytes += 8, count -= 8) hash = mix(hash ^ word(bytes), secret);
  return mix(hash ^ last_word(bytes, count, length), secret ^ length);
}
