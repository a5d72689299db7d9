/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verdicts on the lines of a window.
 *
 * p-values are corrected over the columns and tests of the window (Benjamini
 * and Hochberg), each column having an equal share of the chance of an alarm,
 * its main test most of that.  A verdict of drift needs both a value above 0
 * and at or above the threshold, because at a million rows every p-value is
 * small, and, where the test has one, a corrected p-value below alpha, because
 * in ten rows every value is large.  It is a warning only, until its column
 * has drifted in so many windows in a row; and so is a value at a share of the
 * threshold, where that is asked for.
 */
#ifndef DRIFT_JUDGE_H
#define DRIFT_JUDGE_H

#include "dict.h"
#include "drift_limits.h"
#include "watcher.h"

struct drift_rule {
	double threshold;	/* for all tests; NaN: each test's own */
	double alpha;
	bool correct;		/* p-values over columns and tests */
	int64_t min_rows;	/* a window of fewer is not judged */
	int64_t after;		/* windows in a row */
	double warn;		/* share of the threshold; NaN: none */
	const struct drift_limits *limits;	/* or NULL */
};

struct drift_judge {
	struct drift_rule rule;
	struct dict columns;	/* and in how many windows to the last one */
	uint64_t *run;		/* each drifted */
	size_t cap;
	uint64_t n_windows, n_drift;	/* judged; lines of drift */
};

void drift_judge_init(struct drift_judge *, const struct drift_rule *);
void drift_judge_release(struct drift_judge *);

/*
 * Correct p-values, set thresholds and verdicts, and put the lines in order:
 * drift first, then warnings, and each by how many times its threshold the
 * value is. Windows come in order.
 */
void drift_judge_window(struct drift_judge *, struct drift_found *,
    uint64_t n_rows);

/* How many times its threshold the value is; infinite without a threshold. */
double drift_row_ratio(const struct drift_row *);

#endif
