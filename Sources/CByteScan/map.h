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
