// One vector of 64 bytes, whose comparisons give the words at once.

#define TARGET __attribute__((target("avx512f,avx512bw,pclmul,bmi,popcnt")))
#define NAME(word) word##_avx512

struct block_avx512 {
  __m512i all;
};

TARGET static inline struct block_avx512 load_avx512(const uint8_t *bytes) {
  struct block_avx512 block;
  block.all = _mm512_loadu_si512(bytes);
  return block;
}

TARGET static inline uint64_t equal_avx512(struct block_avx512 block, char c) {
  return _mm512_cmpeq_epi8_mask(block.all, _mm512_set1_epi8(c));
}

TARGET static inline uint64_t alike_avx512(struct block_avx512 block, char c) {
  block.all = _mm512_or_si512(block.all, _mm512_set1_epi8(0x20));
  return equal_avx512(block, c);
}

// The bytes that are in the table, where each stands at the place that its low four bits tell. A
// place without a byte holds 0x80, which no byte equals: one above 0x7F looks up 0. One comparison
// for several bytes: what this kernel waits for is the one unit that compares.
TARGET static inline uint64_t among_avx512(__m512i bytes, __m128i table) {
  __m512i looked_up = _mm512_shuffle_epi8(_mm512_broadcast_i32x4(table), bytes);
  return _mm512_cmpeq_epi8_mask(bytes, looked_up);
}

TARGET static inline bool breaks_avx512(struct block_avx512 block) {
  const __m128i breaks = _mm_setr_epi8(-128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
                                       '\n', -128, '\\', -128, -128, -128);
  return among_avx512(block.all, breaks) != 0;
}

TARGET static inline uint64_t key_quotes_avx512(struct block_avx512 block, const uint8_t *bytes) {
  const __m128i capitals = _mm_setr_epi8(-128, -128, -128, 'S', -128, -128, -128, -128, -128, 'I',
                                         -128, -128, -128, -128, 'N', -128);
  return equal_avx512(block, '"') & equal_avx512(load_avx512(bytes + 1), 'e') &
         among_avx512(load_avx512(bytes + 6).all, capitals);
}

TARGET static inline uint64_t sums_avx512(uint64_t word) {
  __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)word), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

TARGET static inline bool has_controls_avx512(struct block_avx512 block) {
  return _mm512_cmplt_epu8_mask(block.all, _mm512_set1_epi8(0x20)) != 0;
}

// The first byte of 64 that ends plain text; 64 where none does.
TARGET static inline unsigned stop_avx512(const uint8_t *bytes) {
  __m512i text = _mm512_loadu_si512(bytes);
  uint64_t stops = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('"')) |
                   _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('\\')) |
                   _mm512_cmplt_epu8_mask(text, _mm512_set1_epi8(0x20));
  return stops == 0 ? 64 : (unsigned)__builtin_ctzll(stops);
}

#define WIDTH 64

#include "mark_loop.h"
#include "map_loop.h"

#undef TARGET
#undef NAME
#undef WIDTH
