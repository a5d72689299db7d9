/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which columns of a table hold the truth, the prediction, the scores and the
 * weights, and of what class each score is.
 *
 * A score column is of the class that its unit names, else of what follows
 * "score_" in its name; the one score of a plain table may be of no known
 * class.  It is a regression if there is no score, truth and prediction are
 * numbers, and one of them is a float.
 */
#ifndef SCORE_COLUMNS_H
#define SCORE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "schema.h"

/* What the user said; NULL: by the roles in the head. */
struct score_names {
	const char *truth, *prediction;
	const char *low, *high;	/* NULL: the prediction's name and _low */
	const char *set;	/* NULL: the prediction's name and _set */
	const char **scores;
	size_t n_scores;
	const char *positive;
	const char *task;	/* "regression", "classification" */
};

struct score_columns {
	size_t truth, prediction, weight;	/* or COLUMN_NONE */
	size_t low, high;	/* of a regression; both or neither */
	size_t set;		/* of classes: which may be the truth */
	size_t *scores;
	char **classes;		/* of each score; NULL if not known */
	size_t n_scores;
	bool regression;
};

int score_columns_find(const struct score_names *, const struct schema *,
    struct score_columns *out, struct diag *) MUST_CHECK;
void score_columns_release(struct score_columns *);

#endif
