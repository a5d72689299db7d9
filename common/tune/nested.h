/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The unbiased estimate of a whole search: its rows are dealt to outer folds,
 * for each of which a search of its own runs on the others, and what it finds
 * best, run on all of those, is judged by the fold (nested cross-validation,
 * Stone 1974; Varma and Simon 2006).  The values of a search's best trial are
 * better than what is to be had, as it was picked by them.
 */
#ifndef NESTED_H
#define NESTED_H

#include "search.h"

struct nested {
	struct search *search;	/* folds and journal are set for each */
	const struct spool *spool;
	const uint8_t *parts;	/* of each row of it */
	struct folds_options inner;
	size_t n;		/* outer folds */
};

/*
 * A report: a row for each outer fold, with the values on its rows, those of
 * the search (inner_NAME), and the parameters; then rows of their means and
 * standard deviations.  *stopped as of search_run: the rows so far.
 */
int nested_run(const struct nested *, const struct stream *about,
    struct stream **out, int *stopped, struct diag *) MUST_CHECK;

#endif
