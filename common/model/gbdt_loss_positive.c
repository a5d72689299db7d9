/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "gbdt_loss_positive.h"
#include "gbdt_loss_rows.h"

static int
check_from_0(const struct gbdt_rows *rows, const char *name, struct diag *d)
{
	double sum = 0;

	for (size_t i = 0; i < rows->n; i++) {
		if (rows->y[i] < 0)
			return (diag_set(d, "objective %s: a target is "
			    "negative", name));
		sum += weight_at(rows, i) * rows->y[i];
	}
	if (rows->n > 0 && !(sum > 0))
		return (diag_set(d, "objective %s: all targets are 0", name));
	return (0);
}

int
poisson_check(const struct gbdt_rows *rows, struct diag *d)
{
	return (check_from_0(rows, "poisson", d));
}

void
poisson_base(const struct gbdt_objective *obj, const struct gbdt_rows *rows,
    double *out)
{
	(void)obj;
	*out = log(mean_target(rows));
}

void
poisson_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);

	double e;

	for (size_t i = p->from; i < p->end; i++) {
		e = exp(s[i]);
		put(p, i, e - y[i], e);
	}
}

double
poisson_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(p->rows, i) * (exp(s[i]) - y[i] * s[i]);
	return (sum);
}

int
gamma_check(const struct gbdt_rows *rows, struct diag *d)
{
	for (size_t i = 0; i < rows->n; i++) {
		if (rows->y[i] == 0)
			return (diag_set(d, "objective gamma: a target is 0 "
			    "(tweedie takes zeros)"));
	}
	return (check_from_0(rows, "gamma", d));
}

void
gamma_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);

	for (size_t i = p->from; i < p->end; i++)
		put(p, i, 1 - y[i] * exp(-s[i]), y[i] * exp(-s[i]));
}

double
gamma_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(p->rows, i) * (y[i] * exp(-s[i]) + s[i]);
	return (sum);
}

int
tweedie_check(const struct gbdt_rows *rows, struct diag *d)
{
	return (check_from_0(rows, "tweedie", d));
}

void
tweedie_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);
	double a = 1 - p->obj->power, b = 2 - p->obj->power, ya, eb;

	for (size_t i = p->from; i < p->end; i++) {
		ya = y[i] * exp(a * s[i]);
		eb = exp(b * s[i]);
		put(p, i, eb - ya, b * eb - a * ya);
	}
}

double
tweedie_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0, a = 1 - p->obj->power, b = 2 - p->obj->power;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(p->rows, i) * (exp(b * s[i]) / b -
		    y[i] * exp(a * s[i]) / a);
	return (sum);
}
