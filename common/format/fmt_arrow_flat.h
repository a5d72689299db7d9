/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flatbuffers, as far as Arrow's metadata needs them: tables, strings and
 * vectors.  https://flatbuffers.dev/internals/
 *
 * A struct flat builds a buffer from its end to its beginning, so children
 * are made before what refers to them; a reference is a distance from the end.
 *
 * A struct flatbuf is a buffer from outside: every access is checked against
 * its end, and one that is wrong sets bad and gives the default, so that a
 * reader asks once, after it has got everything.  Strings and vectors that
 * are got point into the buffer.
 */
#ifndef FMT_ARROW_FLAT_H
#define FMT_ARROW_FLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FLAT_SLOTS 8		/* fields of a table that Arrow uses, at most */

struct flat {
	uint8_t *buf;
	size_t cap, used;	/* used: the last bytes of buf */
	size_t table;		/* used when the open table was begun */
	size_t slots[FLAT_SLOTS];	/* of the open table; 0: not there */
};

void flat_init(struct flat *);
void flat_release(struct flat *);
void flat_clear(struct flat *);

/* Each returns a reference. */
size_t flat_string(struct flat *, const char *p, size_t n);
size_t flat_refs(struct flat *, const size_t *refs, size_t n);
/* Structs of 8-byte members, in one piece. */
size_t flat_structs(struct flat *, const void *p, size_t n, size_t size);

/* One table at a time; its fields in any order. */
void flat_table(struct flat *);
void flat_u8(struct flat *, int slot, uint8_t v);
void flat_i16(struct flat *, int slot, int16_t v);
void flat_i32(struct flat *, int slot, int32_t v);
void flat_i64(struct flat *, int slot, int64_t v);
void flat_ref(struct flat *, int slot, size_t ref);
size_t flat_table_end(struct flat *);

/* The buffer with this root table, a multiple of 8 bytes; until clear. */
const uint8_t *flat_finish(struct flat *, size_t root, size_t *n);

struct flatbuf {
	const uint8_t *p;
	size_t n;
	bool bad;
};

struct flat_table {
	struct flatbuf *buf;
	size_t at, vtable;	/* positions; at is 0 if there is no table */
	uint16_t vtable_n;	/* bytes */
};

struct flat_vector {
	struct flatbuf *buf;
	size_t at;		/* of the first element */
	size_t n;
};

struct flat_table flat_root(struct flatbuf *);
int64_t flat_get_int(const struct flat_table *, int slot, size_t bytes,
    int64_t none);
/* at is 0 where there is none. */
struct flat_table flat_get_table(const struct flat_table *, int slot);
/* n is 0 where there is none. */
struct flat_vector flat_get_vector(const struct flat_table *, int slot,
    size_t size);
/* NULL where there is none; not NUL-terminated. */
const char *flat_get_string(const struct flat_table *, int slot, size_t *n);

/* Element i < n: a table, or the 8-byte member k of a struct of size bytes. */
struct flat_table flat_at(const struct flat_vector *, size_t i);
int64_t flat_at_int(const struct flat_vector *, size_t i, size_t size,
    size_t k);

#endif
