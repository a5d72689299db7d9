/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a column looks like on both sides, for people: the shares of its bins,
 * each with a label.  Numbers have the quantile bins of the reference, below,
 * above and missing; categories the SHAPE_LEVELS most frequent levels of either
 * side, others, unseen and missing.  Bins that are empty on both sides are left
 * out.
 */
#ifndef DRIFT_SHAPE_H
#define DRIFT_SHAPE_H

#include "drift.h"
#include "str.h"

#define SHAPE_LEVELS 10

struct drift_share {
	struct str label;
	double ref, cur;	/* of all rows */
};

struct drift_shape {
	const char *column;
	struct drift_share *v;
	size_t n;
};

/* To be released. */
void drift_shape_of(const struct drift_ref *, const struct drift_cur *,
    struct drift_shape *out);
void drift_shape_release(struct drift_shape *);

#endif
