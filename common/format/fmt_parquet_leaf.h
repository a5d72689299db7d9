/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A column of a Parquet file: its pages, one after the other, become rows that
 * wait until they are taken.  Leaves do not share anything but the file, so
 * threads can fill them side by side.
 */
#ifndef FMT_PARQUET_LEAF_H
#define FMT_PARQUET_LEAF_H

#include "fmt_parquet_decode.h"
#include "fmt_parquet_file.h"

struct parquet_leaf {
	const struct parquet_leaf_type *type;
	bool unwanted;		/* rows have no values: they are passed by */

	const struct parquet_chunk *chunk;
	uint64_t at, end;	/* the next page of the chunk, in the file */
	int64_t left;		/* entries of pages to come */

	struct parquet_values dictionary;
	bool has_dictionary;
	struct str raw, page;	/* as they lie there, and unpacked */
	size_t page_left;	/* entries of the page */
	struct parquet_runs defs, reps;
	struct parquet_decoder decoder;

	/* Entries that wait: a level of each where there can be others than
	   the highest, and the values of those that have one. */
	uint8_t *def, *rep;
	size_t n, cap_def, cap_rep;
	size_t n_rows;		/* that begin in them */
	struct parquet_values values;
};

void parquet_leaf_init(struct parquet_leaf *,
    const struct parquet_leaf_type *);
void parquet_leaf_release(struct parquet_leaf *);

/* From the first page of a chunk on. */
int parquet_leaf_begin(struct parquet_leaf *, const struct parquet_chunk *,
    struct diag *) MUST_CHECK;

/* See to it that n whole rows wait; fewer at the end, or (but one) where their
   text has more than room bytes. */
int parquet_leaf_fill(struct parquet_leaf *, struct parquet_file *, size_t n,
    size_t room, struct diag *) MUST_CHECK;
/* The whole rows that wait, and the entries of the first n of them. */
size_t parquet_leaf_rows(const struct parquet_leaf *);
size_t parquet_leaf_entries(const struct parquet_leaf *, size_t n);
/* They are taken: these rows, which are so many entries. */
void parquet_leaf_drop(struct parquet_leaf *, size_t rows, size_t entries);

#endif
