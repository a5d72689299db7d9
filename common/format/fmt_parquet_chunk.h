/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A column of a row group that is being written: pages of version 1, which are
 * compressed as they are full.  Texts of few levels go through a dictionary,
 * whose page comes first.
 */
#ifndef FMT_PARQUET_CHUNK_H
#define FMT_PARQUET_CHUNK_H

#include "column.h"
#include "dict.h"
#include "fmt_parquet_meta.h"
#include "str.h"

/* A leaf of the file, and which of a column's values are in it. */
struct parquet_out {
	enum parquet_physical physical;
	bool is_list;		/* of a vector or a sparse row: levels 1, 2 */
	bool is_index;		/* of a sparse row, not its values */
};

struct parquet_chunk_out {
	const struct parquet_out *leaf;
	struct str pages;	/* compressed, with their heads */
	uint64_t unpacked;	/* bytes that they were, heads as well */
	uint64_t dictionary_bytes;	/* of pages, once it is finished */
	/* The page at hand. */
	struct str defs, reps;	/* a byte an entry */
	struct str values;	/* plain */
	struct str codes;	/* uint32 each, of the dictionary */
	size_t n_entries;
	/* Of the chunk. */
	struct dict levels;
	bool is_plain;		/* the dictionary became too large */
	uint64_t n_values, n_missing;
	bool has_range;
	int64_t low, high;	/* ints and times */
	double low_float, high_float;
};

void parquet_chunk_init(struct parquet_chunk_out *, const struct parquet_out *);
void parquet_chunk_release(struct parquet_chunk_out *);

int parquet_chunk_add(struct parquet_chunk_out *, const struct column *,
    struct diag *) MUST_CHECK;
/* The last page, and the dictionary before all. */
int parquet_chunk_finish(struct parquet_chunk_out *, struct diag *)
    MUST_CHECK;
/* For the next row group. */
void parquet_chunk_clear(struct parquet_chunk_out *);

/* The number of the codec of pages in parquet.thrift. */
int parquet_chunk_codec(void);

#endif
