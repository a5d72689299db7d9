/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gbdt_split.h"
#include "gbdt_try.h"

/* A gain that is less than this part of the leaf's own term is rounding. */
#define ROUNDING 1e-9

void
gbdt_try_init(struct gbdt_try *t, const struct gbdt_search *s,
    double more_l2)
{
	const struct gbdt_limits *limits = s->limits;

	t->gradient = gbdt_sum_gradient(s->sum);
	t->hessian = gbdt_sum_hessian(s->sum);
	t->l2 = (limits->l2 + more_l2) * s->scale.hessian;
	t->min_hessian = limits->min_hessian * s->scale.hessian;
	if (t->min_hessian < 1)
		t->min_hessian = 1;
	t->n_rows = s->n_rows;
	t->rows = t->hessian > 0 ? s->n_rows / t->hessian : 0;
	t->min_leaf = limits->min_leaf - 0.5;
	t->unsplit = t->gradient * t->gradient / (t->hessian +
	    limits->l2 * s->scale.hessian);
	t->unit = s->scale.hessian / (s->scale.gradient * s->scale.gradient);
}

double
gbdt_try_gain(const struct gbdt_try *t, double value)
{
	double gain = value - t->unsplit;

	return (gain > ROUNDING * t->unsplit ? gain * t->unit : 0);
}

/* The best border of one way of the missing rows. */
struct border {
	double value;
	int64_t left;
	uint32_t bin;
};

/*
 * left: the sum of what is on the left before the first bin of values.  The
 * last bin stands for "all values left", which splits only if the missing
 * rows are on the right.
 */
static void
scan_borders(const struct gbdt_try *t, const int64_t *hist, uint32_t last,
    int64_t left, struct border *best)
{
	double hl, value;

	for (uint32_t b = 1; b <= last; b++) {
		if (hist[b] == 0)
			continue;
		left += hist[b];
		hl = gbdt_sum_hessian(left);
		if (!gbdt_try_enough(t, hl))
			continue;
		if (!gbdt_try_enough(t, t->hessian - hl))
			break;
		value = gbdt_try_value(t, left);
		if (value > best->value) {
			best->value = value;
			best->left = left;
			best->bin = b;
		}
	}
}

void
gbdt_split_number(const struct gbdt_search *s, const int64_t *hist,
    uint32_t n_bins, struct gbdt_split *best)
{
	bool has_missing = hist[0] != 0;
	struct border right = { .value = 0 }, left;
	struct gbdt_try t;
	double gain, hl;

	gbdt_try_init(&t, s, 0);
	scan_borders(&t, hist, has_missing ? n_bins - 1 : n_bins - 2, 0,
	    &right);
	left = right;
	if (has_missing)
		scan_borders(&t, hist, n_bins - 2, hist[0], &left);
	gain = gbdt_try_gain(&t, left.value);
	if (gain <= s->limits->min_gain || gain <= best->gain)
		return;
	best->gain = gain;
	best->left = left.left;
	best->bin = left.bin;
	best->n_set = 0;
	hl = gbdt_sum_hessian(left.left);
	/* Missing values that training had none of go where most rows go. */
	best->missing_left = has_missing ? left.value > right.value :
	    2 * hl > t.hessian;
}
