/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boosted trees for the error of a regression's rows (loss_estimate.h), and
 * how far their estimates are off, as cross-fitting tells: among rows whose
 * estimates are near each other, in bins of equally many, so that it is known
 * where the errors are large, too.
 */
#ifndef LOSS_FIT_H
#define LOSS_FIT_H

#include "cross_fit.h"
#include "crew.h"
#include "learner.h"
#include "spool.h"

#define LOSS_BINS 10

struct loss_bin {
	double from;		/* the least estimate */
	double n;
	double bias;		/* by which estimates are too low on average */
	double var;		/* of a row's error about its estimate */
};

struct loss_model {
	struct model *m;	/* what the folds' are like */
	struct cross_fit folds;	/* estimates are means of theirs */
	size_t n;		/* rows of the reference */
	double mean;		/* their error */
	struct loss_bin bins[LOSS_BINS];	/* ascending */
	size_t n_bins;
};

/* The bin of the estimate of a fold. */
size_t loss_bin_of(const struct loss_model *, double estimate);

void loss_model_release(struct loss_model *);

/* Of a spool whose target, the last column, is the error. */
int loss_fit(const struct spool *, struct crew *, struct loss_model *out,
    struct diag *) MUST_CHECK;

#endif
