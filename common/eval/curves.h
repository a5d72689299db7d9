/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Curves of scored rows, as points in rows of one table.
 *
 *	roc		x false, y true positive rate
 *	pr		x recall, y precision; the first point is (0, 1)
 *	det		x false positive, y false negative rate
 *	gain, lift	x share of the rows, y share of the positives among
 *			them, and that over x
 *	threshold	x the threshold, y what a row costs, or F1 without costs
 *	calibration	bins of equal counts (METRIC_ECE_BINS): x mean score, y
 *			share of positives with Wilson's interval; of a
 *			regression x mean prediction, y mean truth
 *	residuals	such bins of the prediction: x its mean, y the mean of
 *			truth - prediction, low and high what holds `level` of
 *			them
 *
 * The first six have a point for each distinct score, from the highest down,
 * after one of no rows, and each point the counts of its threshold: rows from
 * that score on are predicted positive.  For several classes each has its
 * curve against the rest.
 */
#ifndef CURVES_H
#define CURVES_H

#include "metric.h"
#include "score_reader.h"
#include "slicing.h"
#include "stream.h"

struct curve_options {
	unsigned kinds;		/* bits, by curves_parse */
	const struct metric *cost;	/* or NULL */
	double level;
	size_t n_points;	/* about the most of a curve; 0: all */
};

struct curve_point {
	double x, y, low, high;	/* NaN: not there */
	double threshold;
	double n;		/* rows, or their weight */
	double tp, fp, fn, tn;	/* NaN: of no threshold */
	double cost;
};

struct curve {
	char *slice;
	const char *kind;
	char *class_name;	/* NULL: of a regression */
	struct curve_point *points;
	size_t n, cap;
};

struct curves {
	struct curve *v;
	size_t n, cap;
};

/* text: names separated by commas. */
int curves_parse(const char *text, unsigned *kinds, struct diag *) MUST_CHECK;
/* A line each. */
void curves_list(struct str *out);

/* Of each slice. An error where a curve does not fit the rows. */
int curves_make(const struct score_table *, const struct slicing *,
    const struct curve_options *, struct curves *out, struct diag *)
    MUST_CHECK;
void curves_release(struct curves *);

struct stream *curves_report(const struct curves *,
    const struct stream *about);

#endif
