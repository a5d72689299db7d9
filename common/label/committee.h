/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A committee: models of the same classes that score the same raw rows, or one
 * forest, whose members are its trees.
 */
#ifndef COMMITTEE_H
#define COMMITTEE_H

#include "predictor.h"

struct committee_member {
	struct predictor *p;
	struct predictor_run *run;
	size_t *cols;		/* of the rows, for each raw column */
	struct batch raw;	/* its raw columns, as a view */
};

struct committee {
	struct committee_member *members;
	size_t n;		/* models */
	size_t n_classes;
	double *values;		/* scratch: a row of a forest's features */
	size_t values_cap;
};

/* Rows are to be read with the spec of the first, and others. Release it also
   after a failure. */
int committee_open(struct committee *, const char *const *paths, size_t n,
    struct diag *) MUST_CHECK;
/* For rows of this schema; every model has to find what it needs in it. */
int committee_bind(struct committee *, const struct schema *, struct diag *)
    MUST_CHECK;
void committee_release(struct committee *);

const struct model *committee_model(const struct committee *);
/* Does more than one have a say? */
bool committee_can_disagree(const struct committee *);

/*
 * p: (n_rows, n_classes), the mean of the members' probabilities, NaN where one
 * has none; divergence: (n_rows), see WORTH_DISAGREE, or NULL.
 */
int committee_score(struct committee *, const struct batch *rows, double *p,
    double *divergence, struct diag *) MUST_CHECK;

/* The features of the rows that were scored last, as the first model has
   them. */
const struct batch *committee_features(const struct committee *);

#endif
