/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Probabilities of the labels of rows, by models that did not see them: as
 * columns of scored rows, or of a shell sentence that ends in mlc-train and is
 * run on folds of the rows, so that what it cleans and encodes is fitted anew
 * for each.
 */
#ifndef ROW_SCORES_H
#define ROW_SCORES_H

#include "confident.h"
#include "dict.h"
#include "spool.h"

struct row_scores {
	struct dict classes;
	enum col_type type;	/* of the labels */
	struct confident_rows rows;	/* of the arrays below */
	uint32_t *label;
	double *p;		/* 0 for a class without a score */
};

struct row_scores_options {
	const char *sentence;	/* NULL: the rows have scores */
	int64_t n_folds;
	uint64_t seed;
};

/* Rows are dealt to folds whatever part of a split they are of; those without a
   label are in none.  Who runs a sentence opens the signal pipe. */
int row_scores_read(struct row_scores *, const struct spool *,
    const struct row_scores_options *, struct diag *) MUST_CHECK;
void row_scores_release(struct row_scores *);

#endif
