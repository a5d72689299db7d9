/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Thrift's compact protocol, as far as Parquet's metadata needs it: structs of
 * numbered fields, lists, numbers and bytes.
 * (doc/specs/thrift-compact-protocol.md of apache/thrift).
 *
 * Bytes come from outside: the first that is not there or not allowed sets
 * failed, from then on everything is 0 and every struct at its end, so that a
 * reader asks once, after it has read everything.
 */
#ifndef FMT_PARQUET_THRIFT_H
#define FMT_PARQUET_THRIFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum thrift_type {
	THRIFT_STOP, THRIFT_TRUE, THRIFT_FALSE, THRIFT_BYTE, THRIFT_I16,
	THRIFT_I32, THRIFT_I64, THRIFT_DOUBLE, THRIFT_BINARY, THRIFT_LIST,
	THRIFT_SET, THRIFT_MAP, THRIFT_STRUCT
};

struct thrift {
	const uint8_t *p, *end;
	bool failed;
	bool is_cut;		/* it failed as bytes were lacking */
};

/* A field of a struct, begun with zeros. */
struct thrift_field {
	int id;
	enum thrift_type type;
};

/* On to the next field of the struct; false at its end. */
bool thrift_next(struct thrift *, struct thrift_field *);

/* The value of the field, of its type: what is of another fails. */
int64_t thrift_int(struct thrift *, const struct thrift_field *);
bool thrift_bool(struct thrift *, const struct thrift_field *);
const char *thrift_bytes(struct thrift *, const struct thrift_field *,
    size_t *n);
/* How many elements, of this type, follow. */
size_t thrift_list(struct thrift *, const struct thrift_field *,
    enum thrift_type of);
/* Is it a struct? Its fields follow. */
bool thrift_struct(struct thrift *, const struct thrift_field *);

void thrift_skip(struct thrift *, const struct thrift_field *);
/* All fields of a struct: the number or bool of field i goes to to[i], i < n,
   where that is not NULL; others are passed by. */
void thrift_ints(struct thrift *, int64_t *const to[], int n);

/* A number as it stands in pages, too; 0 where it is too long. */
uint64_t thrift_varint(struct thrift *);
int64_t thrift_zigzag(struct thrift *);

#endif
