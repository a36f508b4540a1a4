// Four vectors of 16 bytes: every x86-64 processor has them.

#define TARGET
#define NAME(word) word##_sse2

struct block_sse2 {
  __m128i parts[4];
};

static inline struct block_sse2 load_sse2(const uint8_t *bytes) {
  struct block_sse2 block;
  for (int i = 0; i < 4; i++) {
    block.parts[i] = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
  }
  return block;
}

static inline uint64_t bits_sse2(struct block_sse2 matches) {
  uint64_t bits = 0;
  for (int i = 0; i < 4; i++) {
    bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(matches.parts[i]) << (16 * i);
  }
  return bits;
}

static inline uint64_t equal_sse2(struct block_sse2 block, char c) {
  for (int i = 0; i < 4; i++) block.parts[i] = _mm_cmpeq_epi8(block.parts[i], _mm_set1_epi8(c));
  return bits_sse2(block);
}

static inline uint64_t alike_sse2(struct block_sse2 block, char c) {
  for (int i = 0; i < 4; i++) block.parts[i] = _mm_or_si128(block.parts[i], _mm_set1_epi8(0x20));
  return equal_sse2(block, c);
}

static inline bool any_sse2(struct block_sse2 matches) {
  __m128i all = _mm_or_si128(_mm_or_si128(matches.parts[0], matches.parts[1]),
                             _mm_or_si128(matches.parts[2], matches.parts[3]));
  return _mm_movemask_epi8(all) != 0;
}

static inline bool breaks_sse2(struct block_sse2 block) {
  for (int i = 0; i < 4; i++) {
    block.parts[i] = _mm_or_si128(_mm_cmpeq_epi8(block.parts[i], _mm_set1_epi8('\\')),
                                  _mm_cmpeq_epi8(block.parts[i], _mm_set1_epi8('\n')));
  }
  return any_sse2(block);
}

static inline uint64_t key_quotes_sse2(struct block_sse2 block, const uint8_t *bytes) {
  struct block_sse2 second = load_sse2(bytes + 1);
  struct block_sse2 seventh = load_sse2(bytes + 6);
  for (int i = 0; i < 4; i++) {
    __m128i begins = _mm_and_si128(_mm_cmpeq_epi8(block.parts[i], _mm_set1_epi8('"')),
                                   _mm_cmpeq_epi8(second.parts[i], _mm_set1_epi8('e')));
    __m128i capital = _mm_or_si128(_mm_cmpeq_epi8(seventh.parts[i], _mm_set1_epi8('S')),
                                   _mm_cmpeq_epi8(seventh.parts[i], _mm_set1_epi8('N')));
    capital = _mm_or_si128(capital, _mm_cmpeq_epi8(seventh.parts[i], _mm_set1_epi8('I')));
    block.parts[i] = _mm_and_si128(begins, capital);
  }
  return any_sse2(block) ? bits_sse2(block) : 0;
}

static inline uint64_t sums_sse2(uint64_t word) { return sums_by_shifting(word); }

static inline __m128i below_space_sse2(__m128i text) {
  return _mm_cmpeq_epi8(_mm_min_epu8(text, _mm_set1_epi8(0x1F)), text);
}

static inline bool has_controls_sse2(struct block_sse2 block) {
  __m128i low = _mm_min_epu8(block.parts[0], block.parts[1]);
  __m128i high = _mm_min_epu8(block.parts[2], block.parts[3]);
  return _mm_movemask_epi8(below_space_sse2(_mm_min_epu8(low, high))) != 0;
}

// The first byte of 16 that ends plain text; 16 where none does.
static inline unsigned stop_sse2(const uint8_t *bytes) {
  __m128i text = _mm_loadu_si128((const __m128i *)bytes);
  __m128i stops = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('"')),
                               _mm_cmpeq_epi8(text, _mm_set1_epi8('\\')));
  stops = _mm_or_si128(stops, below_space_sse2(text));
  return (unsigned)__builtin_ctz((unsigned)_mm_movemask_epi8(stops) | 1u << 16);
}

#define WIDTH 16

#include "mark_loop.h"
#include "map_loop.h"

#undef TARGET
#undef NAME
#undef WIDTH
