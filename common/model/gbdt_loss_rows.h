/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all losses ask of their rows, and where their gradients go. */
#ifndef GBDT_LOSS_ROWS_H
#define GBDT_LOSS_ROWS_H

#include "gbdt_loss.h"

static inline double
weight_at(const struct gbdt_rows *rows, size_t i)
{
	return (rows->w != NULL ? rows->w[i] : 1);
}

static inline const double *
scores_of(const struct gbdt_part *p)
{
	return (p->rows->scores + p->group * p->rows->n);
}

static inline void
put(const struct gbdt_part *p, size_t i, double g, double h)
{
	double w = weight_at(p->rows, i);

	p->gradients[i] = (float)(w * g);
	p->hessians[i] = (float)(w * h);
}

static inline double
mean_target(const struct gbdt_rows *rows)
{
	double sum = 0, weight = 0;

	for (size_t i = 0; i < rows->n; i++) {
		sum += weight_at(rows, i) * rows->y[i];
		weight += weight_at(rows, i);
	}
	return (sum / weight);
}

#endif
