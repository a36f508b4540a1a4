#ifndef CBYTESCAN_H
#define CBYTESCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Marks blocks of 64 bytes: where quotes, strings, brackets and line feeds stand; maps values of
/// JSON, finds members in maps (members.c), makes hashes (hash.c), and copies plain text
/// and looks for parts of it (plain.c).
///
/// What looks at blocks is one loop (mark_loop.h), compiled once for each kernel; a kernel only
/// says how it compares 64 bytes with constants, whether there are any that are rare, and how it
/// sums bits from the low end (mark_<kernel>.h).

/// The kernels; the choice is the caller's, see bytescan_can_run.
enum bytescan_kernel {
  BYTESCAN_PORTABLE,
  BYTESCAN_SSE2,
  BYTESCAN_AVX2,
  BYTESCAN_AVX512,
  BYTESCAN_NEON,
};

/// Bit i of each word speaks of byte i of the block.
struct bytescan_marks {
  uint64_t open;
  uint64_t close;
  uint64_t string;
  uint64_t quote;
  uint64_t newline;
};

/// What is known of the byte after the last one marked: escape is 1 or 0, string all ones or 0.
struct bytescan_state {
  uint64_t escape;
  uint64_t string;
};

/// How far behind the start of a block bytes are looked at: the longest key may begin in the last
/// byte of a block, with its quotes, a colon, and the quote of its text.
enum { BYTESCAN_REACH = 64 + 16 };

/// The scan of one JSON value from its opening bracket, which is byte 0; all places count from it.
struct bytescan_value {
  struct bytescan_state state;
  /// Where to go on; in the end, behind the value or at the line feed that broke it.
  size_t position;
  /// Brackets that are open at `position`.
  uint64_t depth;
  /// Opening quotes of the last "eventSource", "eventName" and "eventID" directly inside the value;
  /// 0 where there is none.
  size_t source;
  size_t name;
  size_t id;
  /// Of a value that has ended: the closing quotes of the texts of `source` and `name`; 0 where it
  /// takes more to find them, since a text is escaped, or blanks stand before it.
  size_t source_end;
  size_t name_end;
  /// Set by the caller where lines that begin with {" begin a value of their own.
  bool is_line;
  /// True where line feeds stand between the tokens of the value.
  bool spans_lines;
};

/// What a scan came to.
enum bytescan_step {
  BYTESCAN_NEEDS_BYTES,
  BYTESCAN_ENDED,
  /// A line feed inside a string, or before a value of its own.
  BYTESCAN_BROKEN_LINE,
};

/// What a value of JSON is.
enum bytescan_kind {
  BYTESCAN_OBJECT,
  BYTESCAN_ARRAY,
  BYTESCAN_STRING,
  BYTESCAN_NUMBER,
  BYTESCAN_BOOL,
  BYTESCAN_NULL,
};

/// A value and its place: of a string what is between the quotes, else the whole text.
struct bytescan_node {
  uint8_t kind;
  /// 1 where the string, or the key, holds a backslash.
  uint8_t is_escaped;
  uint8_t key_is_escaped;
  uint8_t unused;
  /// What is between the quotes of the key; -1 where there is none.
  int32_t key_start;
  int32_t key_end;
  int32_t start;
  int32_t end;
  /// The number of the first node behind this value and all in it.
  int32_t next;
};

/// What a text is mapped by, and what came of it.
struct bytescan_map {
  /// The text; blanks may surround the value. `end` is at most INT32_MAX.
  size_t start;
  size_t end;
  /// How many bytes may be read, `end` or more.
  size_t readable;
  /// Levels of arrays and objects.
  size_t limit;
  /// Nodes in document order, and how many there is room for.
  struct bytescan_node *nodes;
  size_t room;
  size_t count;
};

/// What mapping a text came to.
enum bytescan_mapped {
  BYTESCAN_MAPPED,
  /// There is no room for all nodes.
  BYTESCAN_FULL,
  /// The text is no JSON, or nests too deep.
  BYTESCAN_FAULT,
};

/// Room for places of quotes that are found ahead.
enum { BYTESCAN_QUOTES = 256 + 64 + 8 };

/// What was found behind the value that was mapped last: see bytescan_map_next.
struct bytescan_ahead {
  size_t count;
  size_t next;
  /// 0 where nothing was found.
  size_t from;
  uint64_t carry;
  size_t escape;
};

/// True where this build has the kernel and this processor and system can run it.
bool bytescan_can_run(enum bytescan_kernel kernel);

/// Marks `blocks` blocks from `bytes` on, at any alignment. Undefined unless the kernel can run.
void bytescan_mark(enum bytescan_kernel kernel, const uint8_t *bytes, size_t blocks,
                   struct bytescan_state *state, struct bytescan_marks *marks);

/// Goes on with a value as long as BYTESCAN_REACH of the `count` bytes are left. Undefined unless
/// the kernel can run and the position lies within the bytes.
enum bytescan_step bytescan_scan(enum bytescan_kernel kernel, const uint8_t *bytes, size_t count,
                                 struct bytescan_value *value);

/// Maps a text of JSON (RFC 8259). Undefined unless the kernel can run.
enum bytescan_mapped bytescan_map_value(enum bytescan_kernel kernel, const uint8_t *bytes,
                                        struct bytescan_map *map);

/// Maps the object that begins at `map->start`, which other text may follow; `map->end` is then the
/// place behind it. It is a fault where the text ends before the object does, or where control
/// characters stand in it or soon behind it: then, bytescan_map_value must tell. Undefined unless
/// the kernel can run.
///
/// `ahead->from` is 0, or all of `ahead` and the BYTESCAN_QUOTES `places` are what the last call
/// left, which mapped the last value before this one in the same bytes; no quote stands between the
/// two. What other bytes left gives a wrong answer, but nothing outside the bytes is read.
enum bytescan_mapped bytescan_map_next(enum bytescan_kernel kernel, const uint8_t *bytes,
                                       struct bytescan_map *map, uint32_t *places,
                                       struct bytescan_ahead *ahead);

/// Members are looked up in nodes that `bytescan_map_value` made of the same `size` bytes; nodes of
/// other bytes give a wrong answer, but nothing outside the bytes is read.
enum {
  /// No member bears the name.
  BYTESCAN_ABSENT = -1,
  /// A key has escapes, or the nodes are no map of these bytes: the plain reader must tell.
  BYTESCAN_UNSURE = -2,
};

/// The number of the last member of the object `parent` that bears the name of `length` bytes;
/// `parent` is less than `count`.
int32_t bytescan_member(const uint8_t *bytes, size_t size, const struct bytescan_node *nodes,
                        size_t count, size_t parent, const uint8_t *name, size_t length);

/// A name, part of a text of names.
struct bytescan_name {
  uint32_t start;
  uint32_t length;
  /// The number of the next name of the same place; -1 where there is none.
  int32_t next;
};

/// How many places names have.
enum { BYTESCAN_NAME_PLACES = 64 };

/// Names that are looked up at once.
struct bytescan_names {
  const uint8_t *text;
  const struct bytescan_name *entries;
  size_t count;
  /// The number of the first name of each place; -1 where there is none.
  const int32_t *first;
};

/// The place of a name, by its length and its last byte, 0 where it has none.
size_t bytescan_name_place(size_t length, uint8_t last);

/// Finds the last member of the outermost object that bears each name, or BYTESCAN_ABSENT. False
/// where it is unsure.
bool bytescan_find_members(const uint8_t *bytes, size_t size, const struct bytescan_node *nodes,
                           size_t count, const struct bytescan_names *names, int32_t *found);

/// A hash of `count` bytes; `seed` should be a secret of the process.
uint64_t bytescan_hash(const uint8_t *bytes, size_t count, uint64_t seed);

/// Copies `count` bytes of `from` to `to`, which do not overlap; false where one of them is a
/// quote, a backslash or no printable ASCII, and then anything may have been written to `count`
/// bytes of `to`.
bool bytescan_copy_plain(uint8_t *to, const uint8_t *from, size_t count);

/// Where the `length` bytes of `part` stand first among `count` bytes, neither of which is 0; -1
/// where they do not.
int64_t bytescan_place(const uint8_t *bytes, size_t count, const uint8_t *part, size_t length);

/// True where the `count` bytes from `first` and from `second` on are the same.
static inline bool bytescan_equal(const uint8_t *first, const uint8_t *second, size_t count) {
  return memcmp(first, second, count) == 0;
}

#endif
