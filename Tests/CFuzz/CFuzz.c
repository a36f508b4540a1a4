#include "CFuzz.h"

static const uint8_t *bytes;
static size_t count;

size_t fuzz_input_count(void) { return count; }

uint8_t fuzz_input_byte(size_t index) { return index < count ? bytes[index] : 0; }

// Defined in Swift when the build is for libFuzzer, and absent otherwise.
__attribute__((weak)) void trailscan_fuzz_run(void);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  bytes = data;
  count = size;
  if (trailscan_fuzz_run) trailscan_fuzz_run();
  return 0;
}
