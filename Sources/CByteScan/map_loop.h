// The map of a JSON text that every kernel shares. The file that includes this one has defined,
// beside TARGET, NAME(word) and what mark_loop.h wants:
//
//   NAME(has_controls)(block)  true where a byte is a control character
//   NOTE_QUOTES(marks, quotes, count)  where the kernel has a way of its own to do what note_quotes
//                              does; it may write any of the 64 places behind `count`
//
// Quotes are found a block at a time, ahead of the walk: where the next string ends does not wait
// for what the one before it was. Only strings with escapes are walked over, which tells whether
// these are valid. A text with control characters, mostly line feeds, is walked string by string.

#ifndef NOTE_QUOTES
#define NOTE_QUOTES note_quotes
#endif

// The block that begins at `at`; behind the end there are blanks.
TARGET ALWAYS_INLINE struct NAME(block) NAME(load_text)(struct text text, size_t at) {
  if (text.end - at >= 64) return NAME(load)(text.bytes + at);
  uint8_t last[64];
  memset(last, ' ', sizeof last);
  memcpy(last, text.bytes + at, text.end - at);
  return NAME(load)(last);
}

// Notes more quotes behind those that are left, two at least; false where that cannot be, which is
// so where control characters are met, or the text ends inside a string.
TARGET static bool NAME(find_quotes)(struct text text, struct quotes *quotes) {
  size_t count = quotes->count - quotes->next;
  if (count == 1) quotes->places[0] = quotes->places[quotes->next];
  while (count <= QUOTES && quotes->from < text.end) {
    struct NAME(block) block = NAME(load_text)(text, quotes->from);
    if (NAME(has_controls)(block)) {
      quotes->is_complete = false;
      return false;
    }
    uint64_t marks = NAME(equal)(block, '"');
    uint64_t backslash = NAME(equal)(block, '\\');
    if ((backslash | quotes->carry) != 0) {
      marks &= ~NAME(escaped)(backslash, &quotes->carry);
      note_escape(backslash, quotes);
    }
    count = NOTE_QUOTES(marks, quotes, count);
    quotes->from += 64;
  }
  quotes->next = 0;
  quotes->count = count;
  return count > 1;
}

// The place of the quote that ends the string whose text begins at `at`, or SIZE_MAX.
TARGET ALWAYS_INLINE size_t NAME(end_of_string)(struct text text, size_t at, uint8_t *is_escaped) {
  for (;;) {
    while (at + WIDTH <= text.readable) {
      unsigned stop = NAME(stop)(text.bytes + at);
      at += stop;
      if (stop < WIDTH || at >= text.end) break;
    }
    while (at < text.end && is_plain(text.bytes[at])) at++;
    if (at >= text.end) return SIZE_MAX;
    if (text.bytes[at] == '"') return at;
    if (text.bytes[at] != '\\') return SIZE_MAX;
    *is_escaped = 1;
    at = behind_escape(text.bytes, text.end, at);
    if (at == SIZE_MAX) return SIZE_MAX;
  }
}

// The same, where the next of `quotes` begins the string; without them it is walked over.
TARGET ALWAYS_INLINE size_t NAME(string)(struct text text, struct quotes *quotes, size_t at,
                                         uint8_t *is_escaped) {
  if (quotes == NULL) return NAME(end_of_string)(text, at, is_escaped);
  if (quotes->count - quotes->next < 2 && !NAME(find_quotes)(text, quotes)) return SIZE_MAX;
  quotes->next += 2;
  size_t quote = quotes->places[quotes->next - 1];
  if (quote < quotes->escape) return quote;
  quote = NAME(end_of_string)(text, at, is_escaped);
  if (quote != SIZE_MAX) quotes->escape = next_escape(text.bytes, quote, quotes->from, text.end);
  return quote;
}

// Reads the key that should stand at `at`, and the colon; the place of its value, or SIZE_MAX.
TARGET ALWAYS_INLINE size_t NAME(key)(struct text text, struct quotes *quotes, size_t at,
                                      struct bytescan_node *node) {
  if (at >= text.end || text.bytes[at] != '"') return SIZE_MAX;
  size_t quote = NAME(string)(text, quotes, at + 1, &node->key_is_escaped);
  if (quote == SIZE_MAX) return SIZE_MAX;
  node->key_start = (int32_t)at + 1;
  node->key_end = (int32_t)quote;
  at = behind_blanks(text, quote + 1);
  if (at >= text.end || text.bytes[at] != ':') return SIZE_MAX;
  return behind_blanks(text, at + 1);
}

// An object or array keeps the number of the one around it in `next` until it ends. Other text may
// stand behind a value that `is_followed`.
TARGET ALWAYS_INLINE enum bytescan_mapped NAME(walk)(struct text text, struct quotes *quotes,
                                                     struct bytescan_map *map, bool is_followed) {
  const uint8_t *const bytes = text.bytes;
  struct bytescan_node *const nodes = map->nodes;
  const size_t room = map->room;
  size_t count = 0;
  size_t depth = 0;
  int32_t parent = -1;
  bool is_object = false;
  size_t at = behind_blanks(text, map->start);
  for (;;) {
    if (quotes != NULL && is_object) at = note_texts(bytes, at, quotes, nodes, room, &count);
    // A value, behind its key.
    if (count == room) return BYTESCAN_FULL;
    struct bytescan_node *node = &nodes[count++];
    *node = (struct bytescan_node){.key_start = -1, .key_end = -1};
    if (is_object) {
      at = NAME(key)(text, quotes, at, node);
      if (at == SIZE_MAX) return BYTESCAN_FAULT;
    }
    if (at >= text.end) return BYTESCAN_FAULT;
    uint8_t first = bytes[at];
    if (first == '"') {
      node->kind = BYTESCAN_STRING;
      size_t quote = NAME(string)(text, quotes, at + 1, &node->is_escaped);
      if (quote == SIZE_MAX) return BYTESCAN_FAULT;
      node->start = (int32_t)at + 1;
      node->end = (int32_t)quote;
      node->next = (int32_t)count;
      at = quote + 1;
    } else if (first == '{' || first == '[') {
      if (++depth > map->limit) return BYTESCAN_FAULT;
      is_object = first == '{';
      node->kind = is_object ? BYTESCAN_OBJECT : BYTESCAN_ARRAY;
      node->start = (int32_t)at;
      node->next = parent;
      parent = (int32_t)count - 1;
      at = behind_blanks(text, at + 1);
      // The closing bracket is two further in ASCII. An empty object or array is closed below.
      if (at < text.end && bytes[at] != first + 2) continue;
    } else {
      at = note_literal(text, at, node);
      if (at == SIZE_MAX) return BYTESCAN_FAULT;
      node->next = (int32_t)count;
    }
    // What stands behind it.
    for (;;) {
      if (is_followed && parent < 0) {
        // Behind the last quote there may be blocks that were not looked at.
        if (quotes->from < at) NAME(find_quotes)(text, quotes);
        if (!quotes->is_complete) return BYTESCAN_FAULT;
        map->count = count;
        map->end = at;
        return BYTESCAN_MAPPED;
      }
      at = behind_blanks(text, at);
      if (parent < 0) {
        map->count = count;
        return at == text.end ? BYTESCAN_MAPPED : BYTESCAN_FAULT;
      }
      if (at >= text.end) return BYTESCAN_FAULT;
      if (bytes[at] == ',') {
        at = behind_blanks(text, at + 1);
        break;
      }
      if (bytes[at] != (is_object ? '}' : ']')) return BYTESCAN_FAULT;
      struct bytescan_node *ended = &nodes[parent];
      ended->end = (int32_t)++at;
      parent = ended->next;
      ended->next = (int32_t)count;
      is_object = parent >= 0 && nodes[parent].kind == BYTESCAN_OBJECT;
      depth--;
    }
  }
}

TARGET static enum bytescan_mapped NAME(map)(const uint8_t *bytes, struct bytescan_map *map) {
  const struct text text = {bytes, map->end, map->readable};
  uint32_t places[BYTESCAN_QUOTES];
  struct quotes quotes = no_quotes(places, map->start);
  enum bytescan_mapped result = NAME(walk)(text, &quotes, map, false);
  return quotes.is_complete ? result : NAME(walk)(text, NULL, map, false);
}

// The quotes that were found behind the value are kept for the next one.
TARGET static enum bytescan_mapped NAME(map_next)(const uint8_t *bytes, struct bytescan_map *map,
                                                  uint32_t *places,
                                                  struct bytescan_ahead *ahead) {
  const struct text text = {bytes, map->end, map->readable};
  struct quotes quotes = no_quotes(places, map->start);
  if (are_ahead(places, ahead, text, map->start)) {
    quotes.count = ahead->count;
    quotes.next = ahead->next;
    quotes.from = ahead->from;
    quotes.carry = ahead->carry;
    quotes.escape = ahead->escape;
  }
  enum bytescan_mapped result = NAME(walk)(text, &quotes, map, true);
  ahead->count = quotes.count;
  ahead->next = quotes.next;
  ahead->from = result == BYTESCAN_MAPPED ? quotes.from : 0;
  ahead->carry = quotes.carry;
  ahead->escape = quotes.escape;
  return result;
}

#undef NOTE_QUOTES
