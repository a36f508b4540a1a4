#include "CByteScan.h"
#include "word.h"

/// True where both have the same `length` bytes.
static inline bool is_same(const uint8_t *key, const uint8_t *name, size_t length) {
  if (length < 8) return length == 0 || memcmp(key, name, length) == 0;
  // Most names that are equally long differ here already.
  if (word(key) != word(name) || word(key + length - 8) != word(name + length - 8)) return false;
  if (length <= 16) return true;
  if (length <= 24) return word(key + 8) == word(name + 8);
  return memcmp(key + 8, name + 8, length - 16) == 0;
}

/// The length of a key without escapes that lies within the text, before a node that lies behind;
/// -1 of another.
static inline int64_t plain_length(const struct bytescan_node *node, size_t number, size_t size) {
  bool is_within = (uint32_t)node->key_end <= size && node->key_start >= 0;
  bool leads_on = node->next > 0 && (size_t)node->next > number;
  if (!is_within || !leads_on || node->key_is_escaped) return -1;
  return (int64_t)node->key_end - node->key_start;
}

int32_t bytescan_member(const uint8_t *bytes, size_t size, const struct bytescan_node *nodes,
                        size_t count, size_t parent, const uint8_t *name, size_t length) {
  if (nodes[parent].kind != BYTESCAN_OBJECT) return BYTESCAN_ABSENT;
  int64_t end = nodes[parent].next;
  if (end > (int64_t)count) return BYTESCAN_UNSURE;
  int64_t wanted = (int64_t)length;
  int32_t found = BYTESCAN_ABSENT;
  int64_t number = (int64_t)parent + 1;
  while (number < end) {
    const struct bytescan_node *node = &nodes[number];
    // A key with escapes may be shorter than it is written.
    if (node->next <= number || node->key_is_escaped) return BYTESCAN_UNSURE;
    if ((int64_t)node->key_end - node->key_start == wanted) {
      if (node->key_start < 0 || (size_t)node->key_end > size) return BYTESCAN_UNSURE;
      if (is_same(bytes + node->key_start, name, length)) found = (int32_t)number;
    }
    number = node->next;
  }
  return found;
}

size_t bytescan_name_place(size_t length, uint8_t last) {
  return (length * 13 + last) % BYTESCAN_NAME_PLACES;
}

bool bytescan_find_members(const uint8_t *bytes, size_t size, const struct bytescan_node *nodes,
                           size_t count, const struct bytescan_names *names, int32_t *found) {
  for (size_t name = 0; name < names->count; name += 1) found[name] = BYTESCAN_ABSENT;
  if (count == 0 || nodes[0].kind != BYTESCAN_OBJECT) return true;
  for (size_t number = 1; number < count; number = (size_t)nodes[number].next) {
    const struct bytescan_node *node = &nodes[number];
    int64_t length = plain_length(node, number, size);
    if (length < 0) return false;
    const uint8_t *key = bytes + node->key_start;
    uint8_t last = length > 0 ? key[length - 1] : 0;
    int32_t name = names->first[bytescan_name_place((size_t)length, last)];
    while (name >= 0) {
      const struct bytescan_name *entry = &names->entries[name];
      if (entry->length == length && is_same(key, names->text + entry->start, (size_t)length)) {
        found[name] = (int32_t)number;
        break;
      }
      name = entry->next;
    }
  }
  return true;
}
