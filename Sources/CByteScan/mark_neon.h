// Four vectors of 16 bytes: every 64-bit ARM processor has them.

#define TARGET
#define NAME(word) word##_neon

struct block_neon {
  uint8x16_t parts[4];
};

static inline struct block_neon load_neon(const uint8_t *bytes) {
  struct block_neon block;
  for (int i = 0; i < 4; i++) block.parts[i] = vld1q_u8(bytes + 16 * i);
  return block;
}

// Each byte keeps the bit of its place in a group of eight; three rounds of adding neighbours
// gather the eight bytes of a group into one.
static inline uint64_t bits_neon(struct block_neon matches) {
  const uint8x16_t places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  for (int i = 0; i < 4; i++) matches.parts[i] = vandq_u8(matches.parts[i], places);
  uint8x16_t low = vpaddq_u8(matches.parts[0], matches.parts[1]);
  uint8x16_t high = vpaddq_u8(matches.parts[2], matches.parts[3]);
  uint8x16_t sums = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

static inline uint64_t equal_neon(struct block_neon block, uint8_t c) {
  for (int i = 0; i < 4; i++) block.parts[i] = vceqq_u8(block.parts[i], vdupq_n_u8(c));
  return bits_neon(block);
}

static inline uint64_t alike_neon(struct block_neon block, uint8_t c) {
  for (int i = 0; i < 4; i++) block.parts[i] = vorrq_u8(block.parts[i], vdupq_n_u8(0x20));
  return equal_neon(block, c);
}

static inline bool any_neon(struct block_neon matches) {
  return vmaxvq_u8(vorrq_u8(vorrq_u8(matches.parts[0], matches.parts[1]),
                            vorrq_u8(matches.parts[2], matches.parts[3]))) != 0;
}

static inline bool breaks_neon(struct block_neon block) {
  for (int i = 0; i < 4; i++) {
    block.parts[i] = vorrq_u8(vceqq_u8(block.parts[i], vdupq_n_u8('\\')),
                              vceqq_u8(block.parts[i], vdupq_n_u8('\n')));
  }
  return any_neon(block);
}

static inline uint64_t key_quotes_neon(struct block_neon block, const uint8_t *bytes) {
  struct block_neon second = load_neon(bytes + 1);
  struct block_neon seventh = load_neon(bytes + 6);
  for (int i = 0; i < 4; i++) {
    uint8x16_t begins = vandq_u8(vceqq_u8(block.parts[i], vdupq_n_u8('"')),
                                 vceqq_u8(second.parts[i], vdupq_n_u8('e')));
    uint8x16_t capital = vorrq_u8(vceqq_u8(seventh.parts[i], vdupq_n_u8('S')),
                                  vceqq_u8(seventh.parts[i], vdupq_n_u8('N')));
    capital = vorrq_u8(capital, vceqq_u8(seventh.parts[i], vdupq_n_u8('I')));
    block.parts[i] = vandq_u8(begins, capital);
  }
  return any_neon(block) ? bits_neon(block) : 0;
}

static inline uint64_t sums_neon(uint64_t word) { return sums_by_shifting(word); }

static inline bool has_controls_neon(struct block_neon block) {
  uint8x16_t low = vminq_u8(block.parts[0], block.parts[1]);
  uint8x16_t high = vminq_u8(block.parts[2], block.parts[3]);
  return vminvq_u8(vminq_u8(low, high)) < 0x20;
}

// The first byte of 16 that ends plain text; 16 where none does. Each byte keeps four bits of its
// match.
static inline unsigned stop_neon(const uint8_t *bytes) {
  uint8x16_t text = vld1q_u8(bytes);
  uint8x16_t stops = vorrq_u8(vceqq_u8(text, vdupq_n_u8('"')), vceqq_u8(text, vdupq_n_u8('\\')));
  stops = vorrq_u8(stops, vcltq_u8(text, vdupq_n_u8(0x20)));
  uint64_t bits =
      vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(stops), 4)), 0);
  return bits == 0 ? 16 : (unsigned)__builtin_ctzll(bits) / 4;
}

#define WIDTH 16

#include "mark_loop.h"
#include "map_loop.h"

#undef TARGET
#undef NAME
#undef WIDTH
