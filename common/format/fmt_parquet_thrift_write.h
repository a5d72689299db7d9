/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing what fmt_parquet_thrift.h reads: fields in the ascending order of
 * their numbers, structs ended by thrift_end.
 */
#ifndef FMT_PARQUET_THRIFT_WRITE_H
#define FMT_PARQUET_THRIFT_WRITE_H

#include "fmt_parquet_thrift.h"
#include "str.h"

#define THRIFT_DEPTH 8

struct thrift_out {
	struct str *out;
	int last[THRIFT_DEPTH];	/* field of each open struct */
	int depth;
};

/* A struct by itself, or an element of a list, begins. */
void thrift_begin(struct thrift_out *);
void thrift_end(struct thrift_out *);

void thrift_put_struct(struct thrift_out *, int id);	/* begins, too */
void thrift_put_i32(struct thrift_out *, int id, int64_t);
void thrift_put_i64(struct thrift_out *, int id, int64_t);
void thrift_put_bool(struct thrift_out *, int id, bool);
void thrift_put_bytes(struct thrift_out *, int id, const void *, size_t n);
/* n elements of this type follow. */
void thrift_put_list(struct thrift_out *, int id, enum thrift_type, size_t n);
/* An element: a number, or bytes. */
void thrift_add_int(struct thrift_out *, int64_t);
void thrift_add_bytes(struct thrift_out *, const void *, size_t n);

#endif
