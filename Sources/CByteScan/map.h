#ifndef BYTESCAN_MAP_H
#define BYTESCAN_MAP_H

#include <string.h>

#include "CByteScan.h"
#include "value.h"

/// The parts of a map that no kernel does faster than another. All take places before `end`, and
/// SIZE_MAX stands for a text that is no JSON.

/// The text: it ends before byte `end`, and bytes before `readable` may be looked at.
struct text {
  const uint8_t *bytes;
  size_t end;
  size_t readable;
};

/// How many quotes are found ahead, before a last block of them.
enum { QUOTES = 256 };

_Static_assert(BYTESCAN_QUOTES >= QUOTES + 64 + 8, "too little room for quotes");

/// Quotes around strings that are not walked over yet.
struct quotes {
  uint32_t *places;
  size_t count;
  /// The first that is left.
  size_t next;
  /// Where the blocks begin that are not looked at.
  size_t from;
  /// 1 where a backslash escapes the first byte of the next block.
  uint64_t carry;
  /// The first backslash that is not walked over, SIZE_MAX where none was met.
  size_t escape;
  /// False where a control character was met; no quotes are found from there on.
  bool is_complete;
};

/// None yet of a text that begins at `start`.
static inline struct quotes no_quotes(uint32_t *places, size_t start) {
  return (struct quotes){
      .places = places, .from = start, .escape = SIZE_MAX, .is_complete = true};
}

/// True where quotes were found ahead of a value that begins at `start`, all within the text.
static inline bool are_ahead(const uint32_t *places, const struct bytescan_ahead *ahead,
                             struct text text, size_t start) {
  if (ahead->from == 0 || ahead->count > BYTESCAN_QUOTES) return false;
  if (ahead->next >= ahead->count) return ahead->next == ahead->count && ahead->from >= start;
  return places[ahead->next] > start && places[ahead->count - 1] < text.end;
}

/// Notes the places of a block's quotes behind `count` others; how many there are then. Eight are
/// written at a time, whether or not there are so many: that is cheaper than to foresee it.
ALWAYS_INLINE size_t note_quotes(uint64_t marks, struct quotes *quotes, size_t count) {
  size_t behind = count + (size_t)__builtin_popcountll(marks);
  do {
    // Unrolled, it would count zeros in vectors, which is slower.
#pragma clang loop unroll(disable)
    for (size_t end = count + 8; count < end; count++) {
      unsigned place = (unsigned)__builtin_ctzll(marks | (uint64_t)1 << 63);
      quotes->places[count] = (uint32_t)quotes->from + place;
      marks &= marks - 1;
    }
  } while (count < behind);
  return behind;
}

/// Keeps the place of the first of a block's backslashes, where none is left before it.
static inline void note_escape(uint64_t backslash, struct quotes *quotes) {
  if (backslash == 0 || quotes->escape != SIZE_MAX) return;
  quotes->escape = quotes->from + (size_t)__builtin_ctzll(backslash);
}

/// The first backslash between two places, where bytes before `from` have been looked at.
static inline size_t next_escape(const uint8_t *bytes, size_t at, size_t from, size_t end) {
  if (from > end) from = end;
  const uint8_t *escape = at < from ? memchr(bytes + at, '\\', from - at) : NULL;
  return escape == NULL ? SIZE_MAX : (size_t)(escape - bytes);
}

/// Notes members of an object that are texts and follow one another without blanks, the first of
/// whose keys stands at `at`; where the next key stands. The last member of an object is left, and
/// what is no such text, too: the walk tells what it is.
ALWAYS_INLINE size_t note_texts(const uint8_t *bytes, size_t at, struct quotes *quotes,
                                struct bytescan_node *nodes, size_t room, size_t *count) {
  size_t next = quotes->next;
  size_t noted = *count;
  while (next + 4 < quotes->count && noted < room) {
    // Around the key, around the text, and before the next key.
    const uint32_t *place = quotes->places + next;
    bool is_text = place[0] == at && place[3] < quotes->escape && place[2] == place[1] + 2 &&
                   bytes[place[1] + 1] == ':';
    bool is_followed = place[4] == place[3] + 2 && bytes[place[3] + 1] == ',';
    if (!is_text || !is_followed) break;
    nodes[noted] = (struct bytescan_node){
        .kind = BYTESCAN_STRING,
        .key_start = (int32_t)place[0] + 1,
        .key_end = (int32_t)place[1],
        .start = (int32_t)place[2] + 1,
        .end = (int32_t)place[3],
        .next = (int32_t)noted + 1,
    };
    noted++;
    at = place[4];
    next += 4;
  }
  quotes->next = next;
  *count = noted;
  return at;
}

static inline bool is_blank(uint8_t byte) {
  return byte == 0x20 || byte == '\n' || byte == '\r' || byte == '\t';
}

static inline bool is_plain(uint8_t byte) { return byte != '"' && byte != '\\' && byte >= 0x20; }

ALWAYS_INLINE size_t behind_blanks(struct text text, size_t at) {
  while (at < text.end && text.bytes[at] <= 0x20 && is_blank(text.bytes[at])) at++;
  return at;
}

static inline bool is_hex(uint8_t byte) {
  return (uint8_t)(byte - '0') < 10 || (uint8_t)((byte | 0x20) - 'a') < 6;
}

/// The place behind the escape whose backslash stands at `at`. It does not take the text as such: a
/// call with it, however rare, writes it to memory for each string.
static inline size_t behind_escape(const uint8_t *bytes, size_t end, size_t at) {
  if (end - at < 2) return SIZE_MAX;
  switch (bytes[at + 1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
      return at + 2;
    case 'u':
      if (end - at < 6) return SIZE_MAX;
      for (size_t digit = at + 2; digit < at + 6; digit++) {
        if (!is_hex(bytes[digit])) return SIZE_MAX;
      }
      return at + 6;
    default:
      return SIZE_MAX;
  }
}

/// The place behind the word that should stand at `at`.
static inline size_t behind_word(struct text text, size_t at, const char *word, size_t length) {
  bool is_there = text.end - at >= length && memcmp(text.bytes + at, word, length) == 0;
  return is_there ? at + length : SIZE_MAX;
}

/// The place behind one or more digits.
static inline size_t behind_digits(struct text text, size_t at) {
  size_t start = at;
  while (at < text.end && (uint8_t)(text.bytes[at] - '0') < 10) at++;
  return at > start ? at : SIZE_MAX;
}

/// The place behind the number that should stand at `at`.
static inline size_t behind_number(struct text text, size_t at) {
  if (text.bytes[at] == '-') at++;
  size_t whole = at;
  at = behind_digits(text, at);
  if (at == SIZE_MAX || (at - whole > 1 && text.bytes[whole] == '0')) return SIZE_MAX;
  if (at < text.end && text.bytes[at] == '.') {
    at = behind_digits(text, at + 1);
    if (at == SIZE_MAX) return SIZE_MAX;
  }
  if (at < text.end && (text.bytes[at] | 0x20) == 'e') {
    at++;
    if (at < text.end && (text.bytes[at] == '+' || text.bytes[at] == '-')) at++;
    at = behind_digits(text, at);
  }
  return at;
}

/// Notes a literal or number at `at`; the place behind it.
static inline size_t note_literal(struct text text, size_t at, struct bytescan_node *node) {
  size_t behind;
  switch (text.bytes[at]) {
    case 't':
      node->kind = BYTESCAN_BOOL;
      behind = behind_word(text, at, "true", 4);
      break;
    case 'f':
      node->kind = BYTESCAN_BOOL;
      behind = behind_word(text, at, "false", 5);
      break;
    case 'n':
      node->kind = BYTESCAN_NULL;
      behind = behind_word(text, at, "null", 4);
      break;
    default:
      node->kind = BYTESCAN_NUMBER;
      behind = behind_number(text, at);
  }
  node->start = (int32_t)at;
  node->end = (int32_t)behind;
  return behind;
}

#endif
