/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "metric.h"

void
sample_gather(struct sample *s, const struct scored *rows,
    const double *weight, struct confusion *c, struct error_sums *e)
{
	*s = (struct sample){ rows, weight, c, e };
	error_sums_init(e);
	if (rows->task == SCORED_REGRESSION) {
		error_sums_add(e, rows->truth, rows->value, weight, rows->n);
		return;
	}
	memset(c->cell, 0, c->k * c->k * sizeof(*c->cell));
	confusion_add(c, rows->truth_class, rows->predicted_class, weight,
	    rows->n);
}
