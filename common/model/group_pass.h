/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pass over the training rows of a data set on its threads.
 *
 * The blocks are cut into a few groups of neighbours; a group is seen by one
 * worker, in row order, so a caller keeps one accumulator a group and merges
 * them in their order: equal bytes for any number of threads.
 */
#ifndef GROUP_PASS_H
#define GROUP_PASS_H

#include <stddef.h>
#include <stdint.h>

#include "dataset.h"

/* The training rows of one block: rows[0 .. n - 1] of the batch. */
struct train_rows {
	const struct batch *batch;
	const uint32_t *rows;
	size_t n;
	const double *y;	/* (n) */
	const double *w;	/* (n), or NULL: all 1 */
};

struct group_pass {
	const struct dataset *ds;
	size_t stride;		/* every how many-th block is looked at */
	size_t n_groups;
	/* Called with n > 0; worker is below crew_threads of ds->crew. */
	void (*add)(void *ctx, size_t group, int worker,
	    const struct train_rows *);
	void *ctx;
};

/* How many groups so that their accumulators of so many bytes take little. */
size_t group_pass_count(const struct dataset *, size_t bytes);

int group_pass_run(const struct group_pass *, struct diag *) MUST_CHECK;

#endif
