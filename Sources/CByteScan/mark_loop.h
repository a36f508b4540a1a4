// The loop that every kernel shares. The file that includes this one has defined:
//
//   TARGET                 the instruction sets, as a function attribute (may be empty)
//   NAME(word)             the word with the kernel's name appended
//   struct NAME(block)     64 loaded bytes
//   NAME(load)(bytes)      loads them
//   NAME(equal)(block, c)  bit i set where byte i is c
//   NAME(alike)(block, c)  bit i set where byte i is c once bit 5 is set: '[' is alike '{'
//   NAME(either)(block, c, d)  bit i set where byte i is c or d
//   NAME(sums)(word)       bit i is the exclusive or of bits 0...i

// Where the bytes stand that a backslash escapes. In a run of backslashes every second one
// escapes, counted from the first of the run. Adding the first bit of a run to the run carries
// through it and clears it, which tells the runs that begin at even places from the others.
TARGET static inline uint64_t NAME(escaped)(uint64_t backslash, uint64_t *carry) {
  const uint64_t even = 0x5555555555555555;
  uint64_t active = backslash & ~*carry;  // one that is escaped itself escapes nothing
  uint64_t first = active & ~(active << 1);
  uint64_t odd_runs = active & (active + (first & even));
  uint64_t escaping = (active & ~odd_runs & even) | (odd_runs & ~even);
  uint64_t escaped = (escaping << 1) | *carry;
  *carry = escaping >> 63;
  return escaped;
}

TARGET static void NAME(mark)(const uint8_t *bytes, size_t blocks, struct bytescan_state *state,
                              struct bytescan_marks *marks) {
  uint64_t escape = state->escape;
  uint64_t string = state->string;
  for (size_t i = 0; i < blocks; i++) {
    struct NAME(block) block = NAME(load)(bytes + 64 * i);
    uint64_t backslash = NAME(equal)(block, '\\');
    uint64_t quote = NAME(equal)(block, '"') & ~NAME(escaped)(backslash, &escape);
    uint64_t inside = NAME(sums)(quote) ^ string;
    string = 0 - (inside >> 63);
    // The bytes beyond the block are taken to fit.
    uint64_t second = (NAME(equal)(block, 'e') >> 1) | ((uint64_t)1 << 63);
    uint64_t seventh = (NAME(either)(block, 'S', 'N') >> 6) | ((uint64_t)0x3F << 58);
    marks[i].open = NAME(alike)(block, '{') & ~inside;
    marks[i].close = NAME(alike)(block, '}') & ~inside;
    marks[i].string = inside;
    marks[i].quote = quote;
    marks[i].newline = NAME(equal)(block, '\n');
    marks[i].key = quote & inside & second & seventh;
  }
  state->escape = escape;
  state->string = string;
}
