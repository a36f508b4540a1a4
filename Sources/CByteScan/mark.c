#include "CByteScan.h"
#include "sums.h"
#include "value.h"
#include "map.h"

#include "mark_portable.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include "mark_sse2.h"

#include "mark_avx2.h"

#include "mark_avx512.h"
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include <arm_neon.h>

#include "mark_neon.h"
#endif

bool bytescan_can_run(enum bytescan_kernel kernel) {
  switch (kernel) {
    case BYTESCAN_PORTABLE:
      return true;
#if defined(__x86_64__)
    case BYTESCAN_SSE2:
      return true;
    case BYTESCAN_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
             __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    case BYTESCAN_AVX512:
      return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("pclmul") &&
             __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    case BYTESCAN_NEON:
      return true;
#endif
    default:
      return false;
  }
}

void bytescan_mark(enum bytescan_kernel kernel, const uint8_t *bytes, size_t blocks,
                   struct bytescan_state *state, struct bytescan_marks *marks) {
  switch (kernel) {
#if defined(__x86_64__)
    case BYTESCAN_SSE2:
      mark_sse2(bytes, blocks, state, marks);
      break;
    case BYTESCAN_AVX2:
      mark_avx2(bytes, blocks, state, marks);
      break;
    case BYTESCAN_AVX512:
      mark_avx512(bytes, blocks, state, marks);
      break;
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    case BYTESCAN_NEON:
      mark_neon(bytes, blocks, state, marks);
      break;
#endif
    default:
      mark_portable(bytes, blocks, state, marks);
      break;
  }
}

enum bytescan_step bytescan_scan(enum bytescan_kernel kernel, const uint8_t *bytes, size_t count,
                                 struct bytescan_value *value) {
  switch (kernel) {
#if defined(__x86_64__)
    case BYTESCAN_SSE2:
      return scan_sse2(bytes, count, value);
    case BYTESCAN_AVX2:
      return scan_avx2(bytes, count, value);
    case BYTESCAN_AVX512:
      return scan_avx512(bytes, count, value);
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    case BYTESCAN_NEON:
      return scan_neon(bytes, count, value);
#endif
    default:
      return scan_portable(bytes, count, value);
  }
}

enum bytescan_mapped bytescan_map_value(enum bytescan_kernel kernel, const uint8_t *bytes,
                                        struct bytescan_map *map) {
  switch (kernel) {
#if defined(__x86_64__)
    case BYTESCAN_SSE2:
      return map_sse2(bytes, map);
    case BYTESCAN_AVX2:
      return map_avx2(bytes, map);
    case BYTESCAN_AVX512:
      return map_avx512(bytes, map);
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    case BYTESCAN_NEON:
      return map_neon(bytes, map);
#endif
    default:
      return map_portable(bytes, map);
  }
}

enum bytescan_mapped bytescan_map_next(enum bytescan_kernel kernel, const uint8_t *bytes,
                                       struct bytescan_map *map, uint32_t *places,
                                       struct bytescan_ahead *ahead) {
  switch (kernel) {
#if defined(__x86_64__)
    case BYTESCAN_SSE2:
      return map_next_sse2(bytes, map, places, ahead);
    case BYTESCAN_AVX2:
      return map_next_avx2(bytes, map, places, ahead);
    case BYTESCAN_AVX512:
      return map_next_avx512(bytes, map, places, ahead);
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    case BYTESCAN_NEON:
      return map_next_neon(bytes, map, places, ahead);
#endif
    default:
      return map_next_portable(bytes, map, places, ahead);
  }
}
