// The loop that every kernel shares. The file that includes this one has defined:
//
//   TARGET                 the instruction sets, as a function attribute (may be empty)
//   NAME(word)             the word with the kernel's name appended
//   struct NAME(block)     64 loaded bytes
//   NAME(load)(bytes)      loads them
//   NAME(equal)(block, c)  bit i set where byte i is c
//   NAME(alike)(block, c)  bit i set where byte i is c once bit 5 is set: '[' is alike '{'
//   NAME(breaks)(block)    true where a byte is a backslash or a line feed
//   NAME(key_quotes)(block, bytes)  bit i set where byte i is a quote, the one behind it 'e' and the
//                          sixth behind it 'S', 'N' or 'I'; reads six bytes behind the block
//   NAME(sums)(word)       bit i is the exclusive or of bits 0...i
//   WIDTH                  how many bytes a kernel compares at a time
//   NAME(stop)(bytes)      which of the WIDTH bytes is the first quote, backslash or control
//                          character; WIDTH where none is

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

// Marks strings and brackets of a block whose quotes are marked. `within` is all ones where the
// block, and then the one behind it, begins inside a string.
TARGET ALWAYS_INLINE void NAME(bracket)(struct NAME(block) block, struct bytescan_marks *marks,
                                        uint64_t *within) {
  marks->string = NAME(sums)(marks->quote) ^ *within;
  *within = 0 - (marks->string >> 63);
  marks->open = NAME(alike)(block, '{') & ~marks->string;
  marks->close = NAME(alike)(block, '}') & ~marks->string;
}

TARGET static void NAME(mark)(const uint8_t *bytes, size_t blocks, struct bytescan_state *state,
                              struct bytescan_marks *marks) {
  struct bytescan_state carried = *state;
  for (size_t i = 0; i < blocks; i++) {
    struct NAME(block) block = NAME(load)(bytes + 64 * i);
    uint64_t backslash = NAME(equal)(block, '\\');
    marks[i].quote = NAME(equal)(block, '"') & ~NAME(escaped)(backslash, &carried.escape);
    marks[i].newline = NAME(equal)(block, '\n');
    NAME(bracket)(block, &marks[i], &carried.string);
  }
  *state = carried;
}

// Notes the lines and keys of a block that stand before the bracket `last`; where the value goes on
// it is 0, and all bits of `last - 1` are set. True where the value is broken, at `position`.
TARGET ALWAYS_INLINE bool NAME(note)(const uint8_t *bytes, size_t *position,
                                     struct NAME(block) block, const struct bytescan_marks *marks,
                                     uint64_t last, uint64_t depth, struct bytescan_value *value) {
  uint64_t newline = marks->newline & (last - 1);
  if (newline != 0 && is_broken_line(bytes, position, newline, marks->string, value)) return true;
  uint64_t keys = NAME(key_quotes)(block, bytes + *position);
  if (keys != 0) {
    keys &= marks->quote & marks->string & (last - 1);
    note_keys(bytes, *position, keys, marks->open, marks->close, depth, value);
  }
  return false;
}

// Takes a block of which quotes and line feeds are marked. One in which the value cannot end, since
// it is open more often than brackets close, costs two counts; in any other the brackets are taken
// one by one.
TARGET ALWAYS_INLINE enum bytescan_step NAME(take)(const uint8_t *bytes, size_t *position,
                                                   struct NAME(block) block,
                                                   struct bytescan_marks marks, uint64_t *within,
                                                   uint64_t *depth, struct bytescan_value *value) {
  NAME(bracket)(block, &marks, within);
  uint64_t closes = (uint64_t)__builtin_popcountll(marks.close);
  uint64_t after = *depth - closes;
  if (*depth > closes) {
    after += (uint64_t)__builtin_popcountll(marks.open);
  } else {
    uint64_t last = last_bracket(marks.open, marks.close, *depth, &after);
    if (last != 0) {
      if (NAME(note)(bytes, position, block, &marks, last, *depth, value)) {
        return BYTESCAN_BROKEN_LINE;
      }
      *depth = 0;
      *position += (size_t)__builtin_ctzll(last) + 1;
      return BYTESCAN_ENDED;
    }
  }
  if (NAME(note)(bytes, position, block, &marks, 0, *depth, value)) return BYTESCAN_BROKEN_LINE;
  *depth = after;
  *position += 64;
  return BYTESCAN_NEEDS_BYTES;
}

// The closing quote of the text behind a key of `length` bytes whose opening quote stands at `key`;
// 0 where it takes more to find it. A key was found with BYTESCAN_REACH bytes at hand from its
// block on, so that those before its text can be read.
_Static_assert(63 + sizeof "eventSource" + 3 <= BYTESCAN_REACH, "a key is out of reach");
TARGET static inline size_t NAME(end_of_text)(const uint8_t *bytes, size_t count, size_t key,
                                              size_t length) {
  size_t at = key + length + 4;
  if (key == 0 || bytes[at - 2] != ':' || bytes[at - 1] != '"') return 0;
  while (at + WIDTH <= count) {
    unsigned stop = NAME(stop)(bytes + at);
    at += stop;
    if (stop < WIDTH) return bytes[at] == '"' ? at : 0;
  }
  return 0;
}

// Most blocks hold neither a backslash nor a line feed, and neither is looked for further in them.
// They are taken by a copy of the code of their own, in which the compiler knows `newline` to be 0.
TARGET static enum bytescan_step NAME(scan)(const uint8_t *bytes, size_t count,
                                            struct bytescan_value *value) {
  size_t position = value->position;
  uint64_t within = value->state.string;
  uint64_t depth = value->depth;
  enum bytescan_step step = BYTESCAN_NEEDS_BYTES;
  while (step == BYTESCAN_NEEDS_BYTES && count - position >= BYTESCAN_REACH) {
    struct NAME(block) block = NAME(load)(bytes + position);
    struct bytescan_marks marks = {.quote = NAME(equal)(block, '"')};
    if (NAME(breaks)(block) || value->state.escape != 0) {
      marks.quote &= ~NAME(escaped)(NAME(equal)(block, '\\'), &value->state.escape);
      marks.newline = NAME(equal)(block, '\n');
      step = NAME(take)(bytes, &position, block, marks, &within, &depth, value);
    } else {
      step = NAME(take)(bytes, &position, block, marks, &within, &depth, value);
    }
  }
  if (step == BYTESCAN_ENDED) {
    value->source_end = NAME(end_of_text)(bytes, count, value->source, strlen("eventSource"));
    value->name_end = NAME(end_of_text)(bytes, count, value->name, strlen("eventName"));
  }
  value->state.string = within;
  value->position = position;
  value->depth = depth;
  return step;
}
