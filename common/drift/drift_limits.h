/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What single columns and tests are judged by, where that is not the rule for
 * all of them (drift_judge.h).
 *
 * A limit is for a column and a test, either of which may be "*", any.  Each
 * of its members counts where it is set in the nearest limit: that of column
 * and test, then of the column, then of the test.
 */
#ifndef DRIFT_LIMITS_H
#define DRIFT_LIMITS_H

#include "dict.h"
#include "stream.h"
#include "watcher.h"

struct drift_limit {
	double threshold;	/* NaN: not set */
	double warn;		/* share of the threshold; NaN: not set */
	int64_t after;		/* 0: not set */
	enum drift_verdict most;	/* DRIFT_DRIFT: not set; DRIFT_WARN;
					   DRIFT_OK: it is not judged */
};

struct drift_limits {
	struct dict columns;	/* named in any */
	struct dict keys;	/* column and test */
	struct drift_limit *v;	/* by key */
	size_t cap;
};

void drift_limits_init(struct drift_limits *);
void drift_limits_release(struct drift_limits *);

/* What is set anew of a limit, to be changed. */
struct drift_limit *drift_limits_at(struct drift_limits *, const char *column,
    const char *test);

/* From a table: column, and any of test, threshold, warn, after and verdict
   ("drift", "warn" or "off": the most it can be). */
int drift_limits_read(struct drift_limits *, struct stream *, struct diag *)
    MUST_CHECK;

struct drift_limit drift_limits_find(const struct drift_limits *,
    const char *column, const char *test);

#endif
