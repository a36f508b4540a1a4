// The loop that every kernel shares. The file that includes this one has defined:
//
//   TARGET                 the instruction sets, as a function attribute (may be empty)
//   NAME(word)             the word with the kernel's name appended
//   struct NAME(block)     64 loaded bytes
//   NAME(load)(bytes)      loads them
//   NAME(equal)(block, c)  bit i set where byte i is c
//   NAME(alike)(block, c)  bit i set where byte i is c once bit 5 is set: '[' is alike '{'
//   NAME(breaks)(block)        true where a byte is a backslash or a line feed
//   NAME(keys)(block, bytes)   bit i set where byte i is a quote, the one behind it 'e' and the
//                              sixth behind it 'S', 'N' or 'I'; reads six bytes behind the block
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

// The marks of one block.
TARGET static inline struct bytescan_marks NAME(marks)(const uint8_t *bytes,
                                                       struct bytescan_state *state) {
  struct NAME(block) block = NAME(load)(bytes);
  struct bytescan_marks marks;
  uint64_t backslash = NAME(equal)(block, '\\');
  marks.quote = NAME(equal)(block, '"') & ~NAME(escaped)(backslash, &state->escape);
  marks.string = NAME(sums)(marks.quote) ^ state->string;
  state->string = 0 - (marks.string >> 63);
  marks.open = NAME(alike)(block, '{') & ~marks.string;
  marks.close = NAME(alike)(block, '}') & ~marks.string;
  marks.newline = NAME(equal)(block, '\n');
  return marks;
}

TARGET static void NAME(mark)(const uint8_t *bytes, size_t blocks, struct bytescan_state *state,
                              struct bytescan_marks *marks) {
  struct bytescan_state carried = *state;
  for (size_t i = 0; i < blocks; i++) marks[i] = NAME(marks)(bytes + 64 * i, &carried);
  *state = carried;
}

// Most blocks hold neither a backslash nor a line feed nor a key, and none of the three is looked
// for further in them. A block in which the value cannot end, since it is open more often than
// brackets close, costs two counts; in any other the brackets are taken one by one.
TARGET static enum bytescan_step NAME(scan)(const uint8_t *bytes, size_t count,
                                            struct bytescan_value *value) {
  struct bytescan_state state = value->state;
  size_t position = value->position;
  uint64_t depth = value->depth;
  enum bytescan_step step = BYTESCAN_NEEDS_BYTES;
  while (count - position >= BYTESCAN_REACH) {
    struct NAME(block) block = NAME(load)(bytes + position);
    uint64_t quote = NAME(equal)(block, '"');
    uint64_t newline = 0;
    if (NAME(breaks)(block) || state.escape != 0) {
      quote &= ~NAME(escaped)(NAME(equal)(block, '\\'), &state.escape);
      newline = NAME(equal)(block, '\n');
    }
    uint64_t string = NAME(sums)(quote) ^ state.string;
    state.string = 0 - (string >> 63);
    uint64_t open = NAME(alike)(block, '{') & ~string;
    uint64_t close = NAME(alike)(block, '}') & ~string;
    uint64_t closes = (uint64_t)__builtin_popcountll(close);
    uint64_t after = depth - closes;
    uint64_t last = 0;
    if (depth > closes) {
      after += (uint64_t)__builtin_popcountll(open);
    } else {
      last = last_bracket(open, close, depth, &after);
    }
    // What stands before the last bracket; all, where the value does not end here.
    uint64_t inside = last - 1;
    newline &= inside;
    if (newline != 0 && is_broken_line(bytes, &position, newline, string, value)) {
      step = BYTESCAN_BROKEN_LINE;
      break;
    }
    uint64_t key = NAME(keys)(block, bytes + position);
    if (key != 0) {
      note_keys(bytes, position, key & quote & string & inside, open, close, depth, value);
    }
    depth = after;
    if (last != 0) {
      position += (size_t)__builtin_ctzll(last) + 1;
      step = BYTESCAN_ENDED;
      break;
    }
    position += 64;
  }
  value->state = state;
  value->position = position;
  value->depth = depth;
  return step;
}
