// Eight words of eight bytes, for any processor.

#include <string.h>

#define TARGET
#define NAME(word) word##_portable

struct block_portable {
  uint64_t words[8];
};

static inline struct block_portable load_portable(const uint8_t *bytes) {
  struct block_portable block;
  memcpy(block.words, bytes, 64);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  for (int i = 0; i < 8; i++) block.words[i] = __builtin_bswap64(block.words[i]);
#endif
  return block;
}

// Bit i set where byte i of `word` is zero. The sum sets the top bit of a byte whose low seven
// bits are not all zero and never carries into the next; the product gathers the eight top bits.
static inline uint64_t zeros_portable(uint64_t word) {
  const uint64_t low = 0x7F7F7F7F7F7F7F7F;
  uint64_t zeros = ~(((word & low) + low) | word | low) >> 7;
  return (zeros * 0x0102040810204080) >> 56;
}

static inline uint64_t equal_portable(struct block_portable block, uint8_t c) {
  uint64_t bits = 0;
  for (int i = 0; i < 8; i++) {
    bits |= zeros_portable(block.words[i] ^ (c * 0x0101010101010101)) << (8 * i);
  }
  return bits;
}

static inline uint64_t alike_portable(struct block_portable block, uint8_t c) {
  for (int i = 0; i < 8; i++) block.words[i] |= 0x2020202020202020;
  return equal_portable(block, c);
}

static inline uint64_t either_portable(struct block_portable block, uint8_t c, uint8_t d) {
  return equal_portable(block, c) | equal_portable(block, d);
}

static inline bool breaks_portable(struct block_portable block) {
  return either_portable(block, '\\', '\n') != 0;
}

static inline uint64_t key_quotes_portable(struct block_portable block, const uint8_t *bytes) {
  uint64_t begins = equal_portable(block, '"') & equal_portable(load_portable(bytes + 1), 'e');
  if (begins == 0) return 0;
  struct block_portable seventh = load_portable(bytes + 6);
  return begins & (either_portable(seventh, 'S', 'N') | equal_portable(seventh, 'I'));
}

static inline uint64_t sums_portable(uint64_t word) { return sums_by_shifting(word); }

// True where one of the eight words has a byte below a space: a difference that borrows tells of
// one too many only where there is one.
static inline bool has_controls_portable(struct block_portable block) {
  const uint64_t ones = 0x0101010101010101;
  uint64_t found = 0;
  for (int i = 0; i < 8; i++) found |= (block.words[i] - ones * 0x20) & ~block.words[i];
  return (found & (ones << 7)) != 0;
}

// The first byte of eight that ends plain text; 8 where none does. A sum that borrows tells a
// byte too many only above one that it tells rightly.
static inline unsigned stop_portable(const uint8_t *bytes) {
  const uint64_t ones = 0x0101010101010101;
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  uint64_t quotes = word ^ (ones * '"');
  uint64_t escapes = word ^ (ones * '\\');
  uint64_t stops = (((quotes - ones) & ~quotes) | ((escapes - ones) & ~escapes) |
                    ((word - ones * 0x20) & ~word)) &
                   (ones << 7);
  return stops == 0 ? 8 : (unsigned)__builtin_ctzll(stops) / 8;
}

#define WIDTH 8

#include "mark_loop.h"
#include "map_loop.h"

#undef TARGET
#undef NAME
#undef WIDTH
