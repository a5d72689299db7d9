/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good is a classifier on rows whose truth is not known yet?  By its
 * scores, made probabilities on rows of a reference whose truth is (CBPE,
 * confidence-based performance estimation): the expected counts of hits, and
 * the metrics of these.  It holds as long as the classes stand to the scores
 * as they did: it sees that scores, not that their meaning, have changed.
 *
 * Scores are counted in bins of their log odds, 1/128 wide, so that memory
 * does not grow with rows.  Nothing here can fail.
 */
#ifndef ESTIMATE_H
#define ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ESTIMATE_METRICS 7

/* Rows of a bin of scores and a predicted class. */
struct score_cell {
	double score;		/* their mean */
	double n, hits;		/* rows; those that are of the positive class,
				   or of several classes that were right */
	bool positive;		/* predicted; of several classes always */
};

struct score_tally {
	struct score_cell *cells;	/* by bin and prediction */
	double n;
};

void score_tally_init(struct score_tally *);
void score_tally_release(struct score_tally *);
/* score: that of the positive class, or of the class predicted. */
void score_tally_add(struct score_tally *, double score, bool positive,
    bool hit);

struct estimate_metric {
	const char *name;
	bool of_several;	/* for several classes, too */
	bool less;		/* is better */
	/* Of cells in ascending order of score. */
	double (*value)(const struct score_cell *, size_t n);
};

extern const struct estimate_metric estimate_metrics[ESTIMATE_METRICS];

struct estimator;

/* The reference's counts, whose hits are known. replicates: of a bootstrap. */
struct estimator *estimator_new(const struct score_tally *reference,
    size_t replicates, uint64_t seed);
void estimator_free(struct estimator *);

struct estimate {
	double value;
	double low, high;	/* a share level of replicates is within: of
				   the reference's rows, and of what truths
				   have the window's probabilities */
	double reference;	/* what it is there */
	bool worse;		/* than there, in a share level of them */
};

/* Of each metric (ESTIMATE_METRICS of them) for the rows of a window, whose
   hits are not looked at. */
void estimator_estimate(const struct estimator *, const struct score_tally *,
    double level, struct estimate *out);

/* The metric of counts whose hits are known; NaN without rows. */
double score_tally_metric(const struct score_tally *, size_t m);

#endif
