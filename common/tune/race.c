/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dist.h"

#include "race.h"

bool
race_is_lost(const struct objectives *o, const struct trial *t,
    const struct trial *best)
{
	double n = (double)t->n_folds, mean = 0, sum = 0;

	if (best == NULL || t->n_folds < 2 || t->n_folds > best->n_folds)
		return (false);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < t->n_folds; i++) {
			double diff = objective_loss(o, 0, t->folds + i *
			    o->n) - objective_loss(o, 0, best->folds + i *
			    o->n);

			if (pass == 0)
				mean += diff / n;
			else
				sum += (diff - mean) * (diff - mean);
		}
	}
	return (mean > 0 && mean > student_quantile(1 - RACE_LEVEL, n - 1) *
	    sqrt(sum / (n - 1) / n));
}
