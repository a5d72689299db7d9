/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checkpoints of boosting (checkpoint.h): the trees so far and where the best
 * round was.  Everything else follows from the rows and the parameters, or is
 * the same sum of leaves again.
 */
#ifndef GBDT_CHECKPOINT_H
#define GBDT_CHECKPOINT_H

#include "bin_matrix.h"
#include "checkpoint.h"
#include "dataset.h"
#include "trees.h"

struct gbdt_state {
	size_t round, best_round;
	double best_loss;	/* or metric, its sign changed where more is
				   better */
	bool done;		/* no round follows */
};

/* What is trained: the model without its trees. A new reference. */
json_t *gbdt_checkpoint_of(const struct model *, const struct dataset *);

/* Add digests of the bins of rows, and of n scores that they start from. */
void gbdt_checkpoint_add_rows(json_t *of, const struct bin_matrix *train,
    const struct bin_matrix *valid);
void gbdt_checkpoint_add_scores(json_t *of, const double *scores, size_t n);

/* As checkpoint_read: gives g, which has its features, the trees and the
   features their gains. */
int gbdt_checkpoint_read(const struct dataset *, const json_t *of,
    struct trees *g, struct gbdt_state *, struct diag *) MUST_CHECK;
int gbdt_checkpoint_write(const struct dataset *, const json_t *of,
    const struct trees *g, const struct gbdt_state *, struct diag *)
    MUST_CHECK;

#endif
