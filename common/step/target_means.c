/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "target_means.h"

/* An int target of two values is two classes, the greater the positive. */
static void
set_unit(struct target_encoder *e, const struct target_fit *f)
{
	double a = (double)f->values[0], b = (double)f->values[1];

	e->zero = 0;
	e->unit = 1;
	if (f->type != COL_INT || f->n_values != 2)
		return;
	e->zero = fmin(a, b);
	e->unit = fabs(b - a);
}

void
target_encoder_init(struct target_encoder *e, const struct target_fit *f,
    const uint32_t *channels, size_t n_outputs)
{
	e->fit = f;
	e->channels = channels;
	e->n_outputs = n_outputs;
	e->smooth = NAN;
	set_unit(e, f);
}

/* A level's statistics without a fold, before they are of one channel. */
static struct weighted_moments
pool_folds(const struct target_channel *c, size_t level, size_t skip)
{
	struct weighted_moments sum = { 0, 0, 0 }, cell;

	for (unsigned f = 0; f < TARGET_FOLDS; f++) {
		cell = target_cell(c, level, f);
		if (f != skip)
			weighted_moments_merge(&sum, &cell);
	}
	return (sum);
}

/* Of counted rows: the statistics of an indicator that is 1 for n of all. */
static struct weighted_moments
indicator_stat(double n, double all)
{
	double p = all > 0 ? n / all : 0;

	return ((struct weighted_moments){ all, p, all * p * (1 - p) });
}

/* out: (n_outputs) */
static void
level_stats(const struct target_encoder *e, const struct target_levels *l,
    size_t level, size_t skip, struct weighted_moments *out)
{
	struct weighted_moments s;
	double all = 0;

	if (e->fit->classes.n == 0) {
		s = l->n_channels > 0 ?
		    pool_folds(&l->channels[0], level, skip) :
		    (struct weighted_moments){ 0, 0, 0 };
		s.mean = s.n > 0 ? (s.mean - e->zero) / e->unit : 0;
		s.m2 /= e->unit * e->unit;
		out[0] = s;
		return;
	}
	for (size_t k = 0; k < l->n_channels; k++)
		all += pool_folds(&l->channels[k], level, skip).n;
	for (size_t k = 0; k < e->n_outputs; k++)
		out[k] = indicator_stat(e->channels[k] < l->n_channels ?
		    pool_folds(&l->channels[e->channels[k]], level, skip).n :
		    0, all);
}

static double
shrink(const struct target_encoder *e, const struct weighted_moments *level,
    const struct weighted_moments *all)
{
	double w = all->n > 0 ? all->m2 / all->n : 0;
	double lambda;

	if (level->n == 0)
		return (all->mean);
	if (isnan(e->smooth))
		lambda = w * level->n /
		    (w * level->n + level->m2 / level->n);
	else
		lambda = level->n / (level->n + e->smooth);
	if (isnan(lambda))		/* all targets are equal */
		return (all->mean);
	return (lambda * level->mean + (1 - lambda) * all->mean);
}

double *
target_means(const struct target_encoder *e, const struct target_levels *l,
    size_t skip, double *means)
{
	size_t n = l->levels.n + 1, m = e->n_outputs;
	struct weighted_moments *stats = mem_alloc(n * m, sizeof(*stats));
	struct weighted_moments *all = mem_calloc(m, sizeof(*all));
	double *out = mem_alloc(n * m, sizeof(*out));

	for (size_t i = 0; i < n; i++) {
		level_stats(e, l, i, skip, &stats[i * m]);
		for (size_t k = 0; k < m; k++)
			weighted_moments_merge(&all[k], &stats[i * m + k]);
	}
	for (size_t i = 0; i < n * m; i++)
		out[i] = shrink(e, &stats[i], &all[i % m]);
	for (size_t k = 0; k < m && means != NULL; k++)
		means[k] = all[k].mean;
	free(stats);
	free(all);
	return (out);
}
