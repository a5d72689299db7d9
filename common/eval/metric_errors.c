/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of a regression. */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "quantile.h"
#include "radix.h"

#include "metric_functions.h"

static double
weight_at(const struct sample *s, size_t i)
{
	return (s->weight != NULL ? s->weight[i] : 1);
}

/* The weighted mean of the loss; NaN where one of the rows has none. */
static double
mean_of(const struct metric *m, const struct sample *s, metric_loss_fn *loss)
{
	double sum = 0, total = 0, w;

	for (size_t i = 0; i < s->rows->n; i++) {
		if ((w = weight_at(s, i)) > 0)
			sum += w * loss(m, s->rows, i);
		total += w;
	}
	return (total > 0 ? sum / total : NAN);
}

double
squared_loss(const struct metric *m, const struct scored *s, size_t row)
{
	double e = s->truth[row] - s->value[row];

	(void)m;
	return (e * e);
}

double
absolute_loss(const struct metric *m, const struct scored *s, size_t row)
{
	(void)m;
	return (fabs(s->truth[row] - s->value[row]));
}

double
relative_loss(const struct metric *m, const struct scored *s, size_t row)
{
	return (s->truth[row] == 0 ? NAN :
	    absolute_loss(m, s, row) / fabs(s->truth[row]));
}

double
symmetric_loss(const struct metric *m, const struct scored *s, size_t row)
{
	double both = fabs(s->truth[row]) + fabs(s->value[row]);

	return (both > 0 ? 2 * absolute_loss(m, s, row) / both : 0);
}

double
logarithm_loss(const struct metric *m, const struct scored *s, size_t row)
{
	double e = log1p(s->truth[row]) - log1p(s->value[row]);

	(void)m;
	return (isfinite(e) ? e * e : NAN);
}

double
deviance_loss(const struct metric *m, const struct scored *s, size_t row)
{
	return (metric_deviance(s->truth[row], s->value[row],
	    m->args[0].value));
}

double
pinball_loss(const struct metric *m, const struct scored *s, size_t row)
{
	return (metric_pinball(s->truth[row], s->value[row],
	    m->args[0].value));
}

double
rmse_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (error_rmse(s->errors));
}

double
mae_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (error_mae(s->errors));
}

double
r2_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (error_r2(s->errors));
}

double
explained_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (error_explained(s->errors));
}

double
mape_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (error_mape(s->errors));
}

double
rmsle_value(const struct metric *m, const struct sample *s)
{
	return (sqrt(mean_of(m, s, logarithm_loss)));
}

double
deviance_value(const struct metric *m, const struct sample *s)
{
	return (mean_of(m, s, deviance_loss));
}

/* The p-quantile: type 7 of rows that count 1, else by weight. */
static double
quantile_of(const struct sample *s, double *v, double p)
{
	if (s->weight != NULL)
		return (quantile_weighted(v, s->weight, s->rows->n, p));
	sort_doubles(v, s->rows->n);
	return (quantile_sorted(v, s->rows->n, p));
}

double
median_value(const struct metric *m, const struct sample *s)
{
	double *e = mem_alloc(s->rows->n, sizeof(*e)), median;

	for (size_t i = 0; i < s->rows->n; i++)
		e[i] = absolute_loss(m, s->rows, i);
	median = quantile_of(s, e, 0.5);
	free(e);
	return (median);
}

double
largest_value(const struct metric *m, const struct sample *s)
{
	double most = NAN;

	for (size_t i = 0; i < s->rows->n; i++) {
		if (weight_at(s, i) > 0)
			most = fmax(most, absolute_loss(m, s->rows, i));
	}
	return (most);
}

/* The scale is of the rows as they came, whatever they weigh. */
double
mase_value(const struct metric *m, const struct sample *s)
{
	size_t season = (size_t)m->args[0].value, n = s->rows->n;
	double naive = 0;

	for (size_t i = season; i < n; i++)
		naive += fabs(s->rows->truth[i] - s->rows->truth[i - season]);
	return (naive > 0 ? mean_of(m, s, absolute_loss) * (double)(n - season)
	    / naive : NAN);
}

double
d2_deviance_value(const struct metric *m, const struct sample *s)
{
	double mean = s->errors->mean, sum = 0, total = 0, w;

	for (size_t i = 0; i < s->rows->n; i++) {
		if ((w = weight_at(s, i)) > 0)
			sum += w * metric_deviance(s->rows->truth[i], mean,
			    m->args[0].value);
		total += w;
	}
	return (s->errors->m2 > 0 && sum > 0 ?
	    1 - mean_of(m, s, deviance_loss) * total / sum : NAN);
}

double
d2_pinball_value(const struct metric *m, const struct sample *s)
{
	double q = m->args[0].value, sum = 0, total = 0, constant;
	double *v = mem_dup(s->rows->truth, s->rows->n, sizeof(*v));

	constant = quantile_of(s, v, q);
	for (size_t i = 0; i < s->rows->n; i++) {
		sum += weight_at(s, i) * metric_pinball(s->rows->truth[i],
		    constant, q);
		total += weight_at(s, i);
	}
	free(v);
	return (sum > 0 ? 1 - mean_of(m, s, pinball_loss) * total / sum :
	    NAN);
}
