/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How closely the columns of a table go together, two by two, on the sample of
 * its rows that an overview has (row_sample.h): all rows of a table of up to
 * 65536 with few columns.
 *
 * Pairs that are not defined (association.h) are left out.  The strongest come
 * first: by association_strength, then by the order of columns.  No more than
 * PAIRS_MOST of them are kept.
 */
#ifndef COLUMN_PAIRS_H
#define COLUMN_PAIRS_H

#include "overview.h"

#define PAIRS_MOST 100000

struct column_pair {
	size_t a, b;		/* columns, a before b */
	const char *kind;
	double value, strength;	/* association.h */
	double spearman;	/* of two numbers: the correlation of their
				   ranks, equal ones sharing the mean */
	uint64_t n;		/* rows where both have a value */
};

struct column_pairs {
	struct column_pair *v;
	size_t n, cap;
};

/* Of the columns that are marked (n of the table), or of all where that is
   NULL. */
void column_pairs_find(const struct overview *, const bool *marked,
    struct crew *, struct column_pairs *out);
void column_pairs_release(struct column_pairs *);

/* As a report (report.h): a, b, kind, correlation, strength, spearman, n. */
struct stream *column_pairs_report(const struct overview *,
    const struct column_pairs *, const struct stream *about);

#endif
