/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A profile: what the columns of a table looked like, so that other rows can
 * be compared with them without keeping the rows.
 *
 * In JSON, as it travels in the head of a stream and in a model file:
 *
 *	{"version":1,
 *	 "steps":3,		recipe steps applied when it was taken
 *	 "rows":10000,		rows seen (training rows)
 *	 "columns":[
 *	  {"name":"age","type":"int",
 *	   "role":"target",	left out for a feature
 *	   "n":9900,		values; "missing" more rows have none
 *	   "missing":100,
 *	   "distinct":70,	kinds of values, where that was counted
 *
 *	   of int, float and time (a time in microseconds since 1970):
 *	   "mean":38.1,"sd":9.5,"min":18,"max":97,"zeros":0,
 *	   "quantiles":[...],	101: at 0, 0.01 .. 1, type 7
 *	   "law":{"values":[...],"upto":[...],"equal":[...]},
 *				points of the distribution function (law.h): a
 *				value, how many rows are not above it, and how
 *				many have it; of those rows that were looked
 *				at.  Files of before have none
 *	   "edges":[...],	ascending, at most 9: the deciles, each once
 *	   "counts":[...],	of the bins x <= edges[0], edges[0] < x <=
 *				edges[1] .. x > the last: one more
 *
 *	   of bool and string:
 *	   "top":[["north",5000],...],	at most 1000, most frequent first
 *	   "other":12}		values that are not in top
 *	 ]}
 *
 * Columns of the roles id, weight, group, split and ignore, and vector and
 * sparse columns, have name, type, role, n and missing only, as has a column
 * without any value.  Infinite values count for min, max and quantiles; mean
 * and sd are then "inf" or "nan".
 *
 * Counts, extremes, mean and sd are of all rows.  Quantiles and bins are exact
 * up to 8192 values in each 65536 rows, and up to 32768 in the first of them;
 * beyond, they are those of a sketch (sketch.h) of one row of four, drawn by
 * row number: ranks have a standard error of 0.5 % at 40000 values, falling to
 * the sketch's own 0.1 %.  String levels are counted exactly while a column
 * has at most PROFILE_LEVELS; values first seen after that are in "other", and
 * "distinct" is an estimate (distinct.h).
 */
#ifndef PROFILE_H
#define PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dict.h"
#include "pass.h"
#include "jsondoc.h"
#include "law.h"
#include "schema.h"
#include "stream.h"

#define PROFILE_GRID 101
#define PROFILE_BINS 10
#define PROFILE_TOP 1000
#define PROFILE_LEVELS 10000

struct column_profile {
	char *name;
	enum col_type type;
	enum col_role role;
	uint64_t n, missing;
	bool has_distinct;
	uint64_t distinct;

	/* Numbers and times; grid is NULL where there are none. */
	double mean, sd, min, max;
	bool is_wide;		/* whole numbers beyond 2^53, so these differ */
	int64_t least, greatest;	/* from min and max; not in files */
	uint64_t zeros;
	double *grid;		/* PROFILE_GRID quantiles */
	struct law law;		/* without points in old files */
	double *edges;		/* n_bins - 1 */
	double *counts;		/* n_bins */
	size_t n_bins;

	/* Categories; level_counts is NULL where there are none. */
	struct dict levels;	/* most frequent first */
	uint64_t *level_counts;	/* levels.n */
	uint64_t other;
};

struct profile {
	uint64_t steps, rows;
	struct column_profile *columns;
	size_t n;
};

void profile_release(struct profile *);

/* A law as in the columns; there may be none. */
void profile_put_law(json_t *, const struct law *);
int profile_get_law(const json_t *, struct law *out, struct diag *)
    MUST_CHECK;

json_t *profile_to_json(const struct profile *);
int profile_from_json(const json_t *, struct profile *out, struct diag *)
    MUST_CHECK;

/*
 * The accumulator, as a fit over training rows: the schema is that of the
 * first batch.  what is a struct profile_options or NULL.  Use it in pass_run,
 * or as the observer of a plan; then profile_finish.
 */
struct profile_options {
	size_t values;		/* of a column that are kept and are all points
				   of its law, where that is more than usual */
};

extern const struct fit_ops profile_fit;

/* The profile of what was accumulated; steps as in the JSON. The fit stays
   the caller's. */
void profile_finish(const void *fit, uint64_t steps, struct profile *out);

/* Add a batch, columns side by side in the threads; rows NULL: all rows. */
void profile_add(void *fit, const struct profile_options *,
    const struct batch *, const uint8_t *rows, struct crew *);

/* Of the training rows of a spool; options may be NULL. */
int profile_spool(const struct pass *, const struct profile_options *,
    uint64_t steps, struct profile *out, struct diag *) MUST_CHECK;

#endif
