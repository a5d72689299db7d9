/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The footer of a Parquet file: what columns there are and where they lie;
 * and the heads of its pages (parquet.thrift of apache/parquet-format).
 */
#ifndef FMT_PARQUET_META_H
#define FMT_PARQUET_META_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"
#include "fmt_parquet_thrift.h"

/* Numbers of parquet.thrift. */
enum parquet_physical {
	PARQUET_BOOL, PARQUET_INT32, PARQUET_INT64, PARQUET_INT96,
	PARQUET_FLOAT, PARQUET_DOUBLE, PARQUET_BYTES, PARQUET_FIXED,
	PARQUET_GROUP		/* of our own: no value, but fields */
};

enum parquet_repetition {
	PARQUET_REQUIRED, PARQUET_OPTIONAL, PARQUET_REPEATED
};

/* What values mean: a logical type, or the converted type of old. */
enum parquet_meaning {
	PARQUET_NONE, PARQUET_STRING, PARQUET_MAP, PARQUET_LIST, PARQUET_ENUM,
	PARQUET_DECIMAL, PARQUET_DATE, PARQUET_TIME, PARQUET_TIMESTAMP,
	PARQUET_INTERVAL, PARQUET_INTEGER, PARQUET_NULL, PARQUET_JSON,
	PARQUET_BSON, PARQUET_UUID, PARQUET_FLOAT16, PARQUET_VARIANT,
	PARQUET_OTHER
};

/* A node of the schema; those of its children follow. */
struct parquet_element {
	char *name;
	enum parquet_physical physical;
	enum parquet_repetition repetition;
	enum parquet_meaning meaning;
	int64_t length;		/* of fixed bytes */
	int64_t n_children;
	int64_t scale, precision;	/* of a decimal */
	int64_t per_second;	/* of a time: 1000, 1000000, 1000000000 */
	bool is_unsigned;
};

/* A column in a row group: its pages. */
struct parquet_chunk {
	uint64_t at, size;	/* in the file */
	int64_t codec, n_values;
	enum parquet_physical physical;
};

struct parquet_group {
	int64_t n_rows;
	struct parquet_chunk *chunks;
	size_t n_chunks;
};

struct parquet_meta {
	struct parquet_element *elements;	/* the first is the root */
	size_t n_elements;
	struct parquet_group *groups;
	size_t n_groups;
};

/* From the footer's bytes; chunks lie before end. To be released in any
   case. */
int parquet_meta_parse(struct parquet_meta *, const void *p, size_t n,
    uint64_t end, struct diag *) MUST_CHECK;
void parquet_meta_release(struct parquet_meta *);

struct parquet_page {
	bool is_dictionary, is_v2, is_compressed;
	bool is_other;		/* an index: to be passed by */
	int64_t size, unpacked;	/* bytes */
	bool has_crc;
	uint32_t crc;
	int64_t n_values, encoding;
	int64_t def_encoding, rep_encoding;	/* v1 */
	int64_t def_bytes, rep_bytes;	/* v2 */
};

/* The head of a page, *n bytes long. 1; 0 where more than n bytes are needed;
   or -1. */
int parquet_page_parse(struct parquet_page *, const void *p, size_t *n,
    struct diag *) MUST_CHECK;

/* The error of all that contradicts itself. */
int parquet_damaged(struct diag *) MUST_CHECK;

#endif
