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

TARGET static inline uint64_t either_avx2(struct block_avx2 block, char c, char d) {
  __m256i first = _mm256_set1_epi8(c);
  __m256i other = _mm256_set1_epi8(d);
  return bits_avx2(_mm256_or_si256(_mm256_cmpeq_epi8(block.low, first),
                                   _mm256_cmpeq_epi8(block.low, other)),
                   _mm256_or_si256(_mm256_cmpeq_epi8(block.high, first),
                                   _mm256_cmpeq_epi8(block.high, other)));
}

TARGET static inline uint64_t sums_avx2(uint64_t word) {
  __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)word), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

// The first byte of 32 that ends plain text; 32 where none does.
TARGET static inline unsigned stop_avx2(const uint8_t *bytes) {
  __m256i text = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i stops = _mm256_or_si256(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('"')),
                                  _mm256_cmpeq_epi8(text, _mm256_set1_epi8('\\')));
  __m256i below = _mm256_cmpeq_epi8(_mm256_min_epu8(text, _mm256_set1_epi8(0x1F)), text);
  uint64_t bits = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(stops, below));
  return (unsigned)__builtin_ctzll(bits | (uint64_t)1 << 32);
}

#define WIDTH 32

#include "mark_loop.h"
#include "map_loop.h"

#undef TARGET
#undef NAME
#undef WIDTH
