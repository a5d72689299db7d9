/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a saved state, little-endian: what an accumulator has gathered,
 * so that another process or machine can go on with it or merge it.
 *
 * Saving appends to a string and cannot fail.  Loading reads through a struct
 * unpack: the first value that is not there or not allowed sets failed, and
 * from then on every read gives 0.  So a loader reads everything, and who
 * began it looks at failed once.
 *
 * An accumulator x has x_save(const struct x *, struct str *) and
 * x_load(struct x *, struct unpack *).  Load initialises the struct, which
 * afterwards can be used if nothing failed, and has to be released either way.
 * Bytes may come from anywhere: nothing is allocated that they do not fill,
 * and what was loaded keeps the invariants of its struct.
 */
#ifndef PACK_H
#define PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

void pack_u64(struct str *, uint64_t);
void pack_f64(struct str *, double);	/* its bits: NaN and -0.0 as well */
void pack_f64s(struct str *, const double *, size_t n);	/* no length */
/* Seven bits a byte, the lowest first, as Protocol Buffers and Thrift do. */
void pack_varint(struct str *, uint64_t);
/* The length, then the bytes. */
void pack_bytes(struct str *, const void *, size_t n);

/* The number of n bytes, at most 8. */
static inline uint64_t
unpack_le(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | p[n];
	return (v);
}

struct unpack {
	const char *p, *end;
	bool failed;
};

void unpack_fail(struct unpack *);

uint64_t unpack_u64(struct unpack *);
double unpack_f64(struct unpack *);
void unpack_f64s(struct unpack *, double *out, size_t n);
/* Where they are; *n is their length. */
const char *unpack_bytes(struct unpack *, size_t *n);

/* A number that has to be at most max. */
uint64_t unpack_upto(struct unpack *, uint64_t max);
bool unpack_bool(struct unpack *);
/* How many things of at least size bytes each follow. */
size_t unpack_count(struct unpack *, size_t size);

#endif
