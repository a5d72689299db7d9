/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of two sides told apart, by boosted trees (see watcher_joint.h).
 */
#ifndef JOINT_CLASSIFIER_H
#define JOINT_CLASSIFIER_H

#include "batch.h"
#include "crew.h"

struct joint_classified {
	double auc, p_value;
	double *shares;		/* (features): of the gain; a heap array */
};

/* Both sides have the same schema of features, of ints, floats, bools, times
   and strings. -1: there is nothing to tell them apart by. */
int joint_classify(const struct block *ref, const struct block *cur,
    struct crew *, struct joint_classified *out, struct diag *) MUST_CHECK;

#endif
