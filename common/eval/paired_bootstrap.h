/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Differences of metrics of two gathered sets of the same rows, by samples of
 * the rows in which each row has both its scores.  Equal seeds give equal
 * results for any number of threads.  Nothing here can fail.
 */
#ifndef PAIRED_BOOTSTRAP_H
#define PAIRED_BOOTSTRAP_H

#include "bootstrap.h"

struct paired {
	double value[2];
	struct estimate difference;	/* of the first from the second */
	double p_value;		/* NaN: none */
};

struct paired_set {
	struct scored rows;	/* gathered */
	uint32_t *place;	/* by scored_order, or NULL */
};

/* The sets are of the same rows, given in the same order, with the same
   weights. out: one for each of the options' metrics. */
void paired_bootstrap(const struct paired_set sets[2],
    const struct bootstrap_options *, struct paired *out);

#endif
