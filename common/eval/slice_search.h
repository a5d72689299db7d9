/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slices of scored rows that a model is worst on, found by trees of one
 * and two columns.
 *
 * Half of the rows, dealt by the seed, find slices: for each pair of columns
 * a tree that splits the rows by the cut of the one, and both parts by a cut
 * of the other, where the squared deviations of a row's loss fall most; its
 * leaves and its two parts are candidates, and so is what is missing.  Those
 * whose mean loss is most surely above that of the other rows are kept, of
 * nearly the same rows the better one.  The other half of the rows tests them:
 * Welch's test of the loss within and without, one-sided, corrected by Holm
 * for all that were tested.  So what is said of a slice is of rows that did
 * not find it.
 */
#ifndef SLICE_SEARCH_H
#define SLICE_SEARCH_H

#include "bootstrap.h"
#include "metric.h"
#include "score_reader.h"
#include "slice_columns.h"
#include "slicing.h"

struct slice_search {
	size_t n_wanted;
	double level;		/* significant: p <= 1 - level */
	uint64_t seed;
	const struct metric *loss;	/* NULL: brier, else whether the class
					   is wrong, else mae */
};

struct found_slice {
	char *text;		/* an expression */
	uint64_t n;
	double value, rest;	/* mean loss within and without */
	struct estimate difference;
	double p_value;		/* corrected */
};

struct found_slices {
	char *part;		/* "split=test" or "all": whose rows */
	const char *loss;	/* its name */
	struct found_slice *v;	/* significant ones, worst first */
	size_t n, n_tested;
};

/* Of the test rows, or of all where none are. The columns are cut into bins
   and have the rows of the table. */
void slice_search(const struct score_table *, const struct slicing *,
    const struct slice_columns *, const struct slice_search *,
    struct found_slices *out);
void found_slices_release(struct found_slices *);

struct stream *found_slices_report(const struct found_slices *,
    const struct stream *about);

#endif
