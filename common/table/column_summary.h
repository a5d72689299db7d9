/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is gathered of the values of one column: an accumulator, of which each
 * add says what is needed.  The fits of steps and the profile are made of it.
 *
 * Rows are given as lists of positions in the batch, ascending.  Of a column
 * of the same type each time; nothing here can fail.
 */
#ifndef COLUMN_SUMMARY_H
#define COLUMN_SUMMARY_H

#include "level_counts.h"
#include "moments.h"
#include "sketch.h"

/* Or-ed.  How many values there are and how many are missing comes anyway. */
enum value_need {
	NEED_NOTHING = 0,
	NEED_MOMENTS = 1,	/* and zeros */
	NEED_SKETCH = 2,	/* quantiles */
	NEED_LEVELS = 4,
	NEED_HOURS = 8,		/* is a time not at midnight? */
	NEED_VALUES = 16	/* all numbers while they are few */
};

struct column_summary {
	enum col_type type;	/* N_COL_TYPES while no batch was seen */
	uint64_t n, n_missing;
	bool has_hours;
	uint64_t zeros;
	int64_t offset;		/* of whole numbers that no doubles are: 0, or
				   one of them, which was subtracted from the
				   others: column_summary_moments adds it */
	struct moments offset_moments;
	/* Of rows with weights: what is to be taken of these in place of mean
	   and deviation; n is 0 where there are none. */
	struct weighted_moments weighted;
	struct sketch sketch;
	struct level_counts levels;
	double *values;
	size_t n_values, cap_values, max_values;
	bool has_more;		/* more than max_values: none is kept */
};

/* The sizes, which merged summaries have in common. */
struct summary_sizes {
	size_t sketch_k, sketch_exact;	/* sketch.h */
	size_t levels;			/* level_counts.h */
	bool estimates;
	size_t values;
};

void column_summary_init(struct column_summary *,
    const struct summary_sizes *);
void column_summary_release(struct column_summary *);

struct summary_rows {
	const uint32_t *all;
	size_t n_all;
	const uint32_t *sketched;	/* those that go into the sketch */
	size_t n_sketched;
	double *room;			/* for n_all numbers */
	const double *weight;		/* (n_all), or NULL: all 1 */
};

void column_summary_add(struct column_summary *, unsigned need,
    const struct column *, const struct summary_rows *);
void column_summary_merge(struct column_summary *,
    const struct column_summary *);

struct moments column_summary_moments(const struct column_summary *);

void column_summary_save(const struct column_summary *, struct str *);
/* Fails where it has other sizes; the values may be fewer. */
void column_summary_load(struct column_summary *,
    const struct summary_sizes *, struct unpack *);

#endif
