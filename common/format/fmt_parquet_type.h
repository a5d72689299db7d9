/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema of a Parquet file as Arrow types, so that rows of both become
 * columns in one way (fmt_arrow_columns.h); and where in it the columns of
 * the file, its leaves, stand.
 *
 * Which rows of a leaf are there is told by two levels a value: how many of
 * the optional and repeated nodes on its way are there (def), and on which of
 * the repeated ones it goes on (rep; 0 begins a row).  Melnik et al., Dremel:
 * Interactive Analysis of Web-Scale Datasets, VLDB 2010.
 */
#ifndef FMT_PARQUET_TYPE_H
#define FMT_PARQUET_TYPE_H

#include "fmt_arrow_type.h"
#include "fmt_parquet_meta.h"
#include "str.h"

/* Beside an Arrow type, in a tree of the same shape. */
struct parquet_node {
	uint8_t rep;		/* lists that it is in */
	uint8_t slot;		/* def from which on it has a row at all, */
	uint8_t def;		/* and from which on that row has a value */
	size_t leaf;		/* the first leaf below */
	struct parquet_node *children;
	size_t n_children;
	/* Of the rows at hand: what the Arrow array points into. */
	struct str bits, offsets, values;
};

struct parquet_leaf_type {
	enum parquet_physical physical;
	enum parquet_meaning meaning;
	size_t length;		/* of fixed bytes */
	uint8_t rep, def;	/* the highest */
	uint8_t width;		/* bytes of a value as Arrow has it; 0: text */
};

struct parquet_types {
	struct arrow_type *types;	/* until somebody takes them over */
	struct parquet_node *nodes;
	size_t n;
	struct parquet_leaf_type *leaves;
	size_t n_leaves;
};

/* To be released in any case. */
int parquet_types_make(struct parquet_types *, const struct parquet_meta *,
    struct diag *) MUST_CHECK;
void parquet_types_release(struct parquet_types *);

#endif
