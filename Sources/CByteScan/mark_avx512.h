// One vector of 64 bytes, whose comparisons give the words at once. Processors with AVX-512 but
// without VBMI2, those of Intel before Ice Lake, run the kernel for AVX2.

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi2,pclmul,bmi,popcnt")))
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

// The places of sixteen quotes, by their numbers in the block that begins at `from`.
TARGET ALWAYS_INLINE void note_part_avx512(uint32_t *places, __m512i from, __m128i part) {
  _mm512_storeu_si512(places, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(part)));
}

// The marked numbers of 0...63 are moved together by one instruction. Sixteen are written whether
// or not there are so many; a block seldom has more.
TARGET ALWAYS_INLINE size_t note_quotes_avx512(uint64_t marks, struct quotes *quotes,
                                               size_t count) {
  static const uint8_t numbers[64] = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i marked = _mm512_maskz_compress_epi8(marks, _mm512_loadu_si512(numbers));
  const __m512i from = _mm512_set1_epi32((int)quotes->from);
  uint32_t *places = quotes->places + count;
  size_t more = (size_t)__builtin_popcountll(marks);
  note_part_avx512(places, from, _mm512_castsi512_si128(marked));
  if (__builtin_expect(more > 16, 0)) {
    note_part_avx512(places + 16, from, _mm512_extracti32x4_epi32(marked, 1));
    note_part_avx512(places + 32, from, _mm512_extracti32x4_epi32(marked, 2));
    note_part_avx512(places + 48, from, _mm512_extracti32x4_epi32(marked, 3));
  }
  return count + more;
}

#define WIDTH 64
#define NOTE_QUOTES note_quotes_avx512

#include "mark_loop.h"
#include "map_loop.h"

#undef TARGET
#undef NAME
#undef WIDTH
