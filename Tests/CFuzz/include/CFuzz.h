#ifndef CFUZZ_H
#define CFUZZ_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer hands over a pointer; Swift without `unsafe` asks for one byte after the other.

/// How many bytes the input of the present run has.
size_t fuzz_input_count(void);

/// The byte at `index` of the input of the present run, 0 beyond its end.
uint8_t fuzz_input_byte(size_t index);

#endif
