/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How large are the errors of a regression on rows whose truth is not known
 * yet?  Boosted trees learn the absolute and the squared error of rows of a
 * reference, whose truth is, from the features and the prediction (direct loss
 * estimation); the estimate is the mean of what they say of the rows of a
 * window.  It sees that rows have moved to where errors are large, and not that
 * errors there have become others.
 *
 * The trees are those of cross-fitting (cross_fit.h): they tell, of rows with a
 * small estimate and with a large one, by how much they are off on average,
 * which is taken away, and by how much the error of a row varies about what
 * they say.  From this, and from how much they differ, follow the limits, with
 * the rows of the window and of the reference as samples.
 */
#ifndef LOSS_ESTIMATE_H
#define LOSS_ESTIMATE_H

#include "estimate_watch.h"
#include "loss_fit.h"
#include "loss_rows.h"

struct loss_estimator {
	struct loss_features features;
	struct loss_model fits[N_LOSSES];
	struct crew *crew;
};

/* Read the reference, whole; its truths and predictions are numbers. */
int loss_reference(struct stream *, const struct estimate_options *,
    struct crew *, struct loss_estimator **out, struct estimate_result *,
    struct diag *) MUST_CHECK;
void loss_estimator_free(struct loss_estimator *);

#endif
