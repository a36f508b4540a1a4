#include "CLimit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>
#ifdef ISAL
#include <isa-l.h>
#endif

enum { STORED_SIZE = 1 << 17, PLAIN_SIZE = 1 << 18 };

struct limit_worker {
  enum limit_engine engine;
  z_stream zlib;
#ifdef ISAL
  struct inflate_state isal;
#endif
  uint8_t stored[STORED_SIZE];
  uint8_t plain[PLAIN_SIZE];
};

/// What one call of a library came to.
enum step { MORE, MEMBER_ENDED, DAMAGED };

/// The unread bytes at hand.
struct input {
  int file;
  uint8_t *next;
  size_t count;
};

struct limit_worker *limit_new(enum limit_engine engine) {
#ifndef ISAL
  if (engine == LIMIT_ISAL) return NULL;
#endif
  struct limit_worker *worker = calloc(1, sizeof *worker);
  if (worker == NULL) return NULL;
  worker->engine = engine;
  // 15 = the largest window; + 16 = a gzip wrapper and nothing else.
  if (engine == LIMIT_ZLIB && inflateInit2(&worker->zlib, 15 + 16) != Z_OK) {
    free(worker);
    return NULL;
  }
  return worker;
}

void limit_free(struct limit_worker *worker) {
  if (worker->engine == LIMIT_ZLIB) inflateEnd(&worker->zlib);
  free(worker);
}

/// Reads behind the unread bytes, which move to the front; false at the end of the file.
static bool refill(struct limit_worker *worker, struct input *input) {
  memmove(worker->stored, input->next, input->count);
  input->next = worker->stored;
  ssize_t got = read(input->file, worker->stored + input->count, STORED_SIZE - input->count);
  if (got > 0) input->count += (size_t)got;
  return got > 0;
}

static void start_member(struct limit_worker *worker) {
  if (worker->engine == LIMIT_ZLIB) {
    inflateReset(&worker->zlib);
    return;
  }
#ifdef ISAL
  isal_inflate_init(&worker->isal);
  worker->isal.crc_flag = ISAL_GZIP;
#endif
}

/// Inflates once into the whole buffer.
static enum step inflate_step(struct limit_worker *worker, struct input *input, int64_t *plain) {
  if (worker->engine == LIMIT_ZLIB) {
    z_stream *zlib = &worker->zlib;
    zlib->next_in = input->next;
    zlib->avail_in = (uInt)input->count;
    zlib->next_out = worker->plain;
    zlib->avail_out = PLAIN_SIZE;
    int code = inflate(zlib, Z_NO_FLUSH);
    input->next = zlib->next_in;
    input->count = zlib->avail_in;
    *plain += PLAIN_SIZE - zlib->avail_out;
    if (code == Z_STREAM_END) return MEMBER_ENDED;
    return code == Z_OK || code == Z_BUF_ERROR ? MORE : DAMAGED;
  }
#ifdef ISAL
  struct inflate_state *isal = &worker->isal;
  isal->next_in = input->next;
  isal->avail_in = (uint32_t)input->count;
  isal->next_out = worker->plain;
  isal->avail_out = PLAIN_SIZE;
  int code = isal_inflate(isal);
  input->next = isal->next_in;
  input->count = isal->avail_in;
  *plain += PLAIN_SIZE - isal->avail_out;
  if (code != ISAL_DECOMP_OK) return DAMAGED;
  return isal->block_state == ISAL_BLOCK_FINISH ? MEMBER_ENDED : MORE;
#else
  return DAMAGED;
#endif
}

/// Inflates the member that begins at the input; false where it is damaged or cut off.
static bool inflate_member(struct limit_worker *worker, struct input *input, int64_t *plain) {
  start_member(worker);
  while (true) {
    size_t stored_before = input->count;
    int64_t plain_before = *plain;
    enum step step = inflate_step(worker, input, plain);
    if (step == MEMBER_ENDED) return true;
    if (step == DAMAGED) return false;
    bool is_stuck = input->count == stored_before && *plain == plain_before;
    if (is_stuck && !refill(worker, input)) return false;
  }
}

int64_t limit_inflate(struct limit_worker *worker, const char *path) {
  struct input input = {open(path, O_RDONLY | O_CLOEXEC), worker->stored, 0};
  if (input.file < 0) return -1;
  int64_t plain = 0;
  bool is_sound = refill(worker, &input);
  while (is_sound && input.count > 0) {
    is_sound = inflate_member(worker, &input, &plain);
    // A header must not be split between two inputs.
    if (input.count < 1 << 10) refill(worker, &input);
  }
  close(input.file);
  return is_sound ? plain : -1;
}
