// Two vectors of 32 bytes, and a carry-less product for the sums.

#define TARGET __attribute__((target("avx2,pclmul,bmi,popcnt")))
#define NAME(word) word##_avx2

struct block_avx2 {
  __m256i low;
  __m256i high;
};

TARGET static inline struct block_avx2 load_avx2(const uint8_t *bytes) {
  struct block_avx2 block;
  block.low = _mm256_loadu_si256((const __m256i *)bytes);
  block.high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  return block;
}

TARGET static inline uint64_t bits_avx2(__m256i low, __m256i high) {
  return (uint32_t)_mm256_movemask_epi8(low) |
         ((uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32);
}

TARGET static inline uint64_t equal_avx2(struct block_avx2 block, char c) {
  __m256i wanted = _mm256_set1_epi8(c);
  return bits_avx2(_mm256_cmpeq_epi8(block.low, wanted), _mm256_cmpeq_epi8(block.high, wanted));
}

TARGET static inline uint64_t alike_avx2(struct block_avx2 block, char c) {
  block.low = _mm256_or_si256(block.low, _mm256_set1_epi8(0x20));
  block.high = _mm256_or_si256(block.high, _mm256_set1_epi8(0x20));
  return equal_avx2(block, c);
}

TARGET static inline bool any_avx2(__m256i matches) {
  return _mm256_testz_si256(matches, matches) == 0;
}

// The bytes that are in the table, where each stands at the place that its low four bits tell. A
// place without a byte holds 0x80, which no byte equals: one above 0x7F looks up 0.
TARGET static inline __m256i among_avx2(__m256i bytes, __m128i table) {
  __m256i looked_up = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), bytes);
  return _mm256_cmpeq_epi8(bytes, looked_up);
}

TARGET static inline bool breaks_avx2(struct block_avx2 block) {
  const __m128i breaks = _mm_setr_epi8(-128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
                                       '\n', -128, '\\', -128, -128, -128);
  return any_avx2(_mm256_or_si256(among_avx2(block.low, breaks), among_avx2(block.high, breaks)));
}

// As for a block, of 32 bytes, which are `half` and begin at `bytes`; each byte is 0xFF or 0.
TARGET static inline __m256i half_key_quotes_avx2(__m256i half, const uint8_t *bytes) {
  const __m128i capitals = _mm_setr_epi8(-128, -128, -128, 'S', -128, -128, -128, -128, -128, 'I',
                                         -128, -128, -128, -128, 'N', -128);
  __m256i second = _mm256_loadu_si256((const __m256i *)(bytes + 1));
  __m256i seventh = _mm256_loadu_si256((const __m256i *)(bytes + 6));
  __m256i begins = _mm256_and_si256(_mm256_cmpeq_epi8(half, _mm256_set1_epi8('"')),
                                    _mm256_cmpeq_epi8(second, _mm256_set1_epi8('e')));
  return _mm256_and_si256(begins, among_avx2(seventh, capitals));
}

TARGET static inline uint64_t key_quotes_avx2(struct block_avx2 block, const uint8_t *bytes) {
  __m256i low = half_key_quotes_avx2(block.low, bytes);
  __m256i high = half_key_quotes_avx2(block.high, bytes + 32);
  return any_avx2(_mm256_or_si256(low, high)) ? bits_avx2(low, high) : 0;
}

TARGET static inline uint64_t sums_avx2(uint64_t word) {
  __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)word), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

TARGET static inline __m256i below_space_avx2(__m256i text) {
  return _mm256_cmpeq_epi8(_mm256_min_epu8(text, _mm256_set1_epi8(0x1F)), text);
}

TARGET static inline bool has_controls_avx2(struct block_avx2 block) {
  return any_avx2(below_space_avx2(_mm256_min_epu8(block.low, block.high)));
}

// The first byte of 32 that ends plain text; 32 where none does.
TARGET static inline unsigned stop_avx2(const uint8_t *bytes) {
  __m256i text = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i stops = _mm256_or_si256(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('"')),
                                  _mm256_cmpeq_epi8(text, _mm256_set1_epi8('\\')));
  stops = _mm256_or_si256(stops, below_space_avx2(text));
  uint64_t bits = (uint32_t)_mm256_movemask_epi8(stops);
  return (unsigned)__builtin_ctzll(bits | (uint64_t)1 << 32);
}

#define WIDTH 32

#include "mark_loop.h"
#include "map_loop.h"

#undef TARGET
#undef NAME
#undef WIDTH
