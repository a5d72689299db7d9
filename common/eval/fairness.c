/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "interval.h"
#include "mem.h"

#include "fairness.h"

enum rate {
	SELECTED,
	RECALL,
	FPR,
	PRECISION,
	ACCURACY,
	N_RATES
};

static const char *const rate_names[N_RATES] = {
	"selected", "recall", "fpr", "precision", "accuracy"
};

struct share {			/* of rows, weighted ones by what they count */
	double hit, all, squares;
};

struct group {
	const struct slice *slice;
	struct share rates[N_RATES];
	double positives, expected;
	struct interval observed;	/* of the share of positives */
};

static double
value_of(const struct share *s)
{
	return (s->all > 0 ? s->hit / s->all : NAN);
}

static double
rows_of(const struct share *s)
{
	return (s->squares > 0 ? s->all * s->all / s->squares : 0);
}

static void
count(struct share *s, bool counts, bool hit, double w)
{
	if (!counts)
		return;
	s->hit += hit ? w : 0;
	s->all += w;
	s->squares += w * w;
}

static struct group
count_group(const struct scored *s, const struct slice *slice, double level)
{
	struct group g = { .slice = slice };
	struct share base = { 0, 0, 0 };

	for (size_t i = 0; i < slice->n; i++) {
		size_t row = slice->rows[i];
		bool is = s->truth_class[row] == 1;
		bool said = s->predicted_class[row] == 1;
		double w = s->weight != NULL ? s->weight[row] : 1;

		count(&g.rates[SELECTED], true, said, w);
		count(&g.rates[RECALL], is, said, w);
		count(&g.rates[FPR], !is, said, w);
		count(&g.rates[PRECISION], said, is, w);
		count(&g.rates[ACCURACY], true, is == said, w);
		count(&base, true, is, w);
		g.expected += s->score != NULL ? w * s->score[row] : NAN;
	}
	g.positives = base.hit;
	interval_wilson(value_of(&base), rows_of(&base), level, &g.observed);
	g.observed.low *= base.all;
	g.observed.high *= base.all;
	return (g);
}

static void
add(struct evaluation *e, const struct slice *s, const char *metric,
    double value, const struct interval *i)
{
	e->rows = mem_grow(e->rows, &e->cap, e->n + 1, sizeof(*e->rows));
	e->rows[e->n++] = (struct evaluation_row){
		.slice = mem_strdup(s->label), .metric = mem_strdup(metric),
		.whole = s->whole, .n = s->n,
		.estimate = { value, i->low, i->high }, .baseline = NAN };
}

static const struct interval none = { NAN, NAN };

static struct interval
compare(const struct share *a, const struct share *b, double level,
    bool ratio)
{
	const struct interval_pair p = { value_of(a), rows_of(a), value_of(b),
	    rows_of(b), level };
	struct interval i = none;

	if (a->all > 0 && b->all > 0 && ratio)
		interval_ratio(&p, &i);
	else if (a->all > 0 && b->all > 0)
		interval_difference(&p, &i);
	return (i);
}

static void
add_group(struct evaluation *e, const struct group *g,
    const struct group *most, bool probabilities, double level)
{
	static const char *const differences[] = { "selected_difference",
	    "recall_difference", "fpr_difference" };
	struct interval i;

	for (size_t r = 0; r < N_RATES; r++) {
		const struct share *s = &g->rates[r];

		i = none;
		if (s->all > 0)
			interval_wilson(value_of(s), rows_of(s), level, &i);
		add(e, g->slice, rate_names[r], value_of(s), &i);
	}
	if (probabilities) {
		i = (struct interval){ g->observed.low / g->expected,
		    g->observed.high / g->expected };
		add(e, g->slice, "observed_expected",
		    g->positives / g->expected, &i);
	}
	if (g == most)
		return;
	i = compare(&g->rates[SELECTED], &most->rates[SELECTED], level, true);
	add(e, g->slice, "selected_ratio", value_of(&g->rates[SELECTED]) /
	    value_of(&most->rates[SELECTED]), &i);
	for (size_t r = SELECTED; r <= FPR; r++) {
		i = compare(&g->rates[r], &most->rates[r], level, false);
		add(e, g->slice, differences[r], value_of(&g->rates[r]) -
		    value_of(&most->rates[r]), &i);
	}
}

/* The groups with the least and the greatest of a rate; false where fewer than
   two have one. */
static bool
find_ends(const struct group *g, size_t n, enum rate r, const struct share
    *ends[2])
{
	size_t defined = 0;

	for (size_t i = 0; i < n; i++) {
		const struct share *s = &g[i].rates[r];

		if (!(s->all > 0))
			continue;
		if (defined == 0 || value_of(s) < value_of(ends[0]))
			ends[0] = s;
		if (defined++ == 0 || value_of(s) > value_of(ends[1]))
			ends[1] = s;
	}
	return (defined > 1);
}

static void
add_overall(struct evaluation *e, const struct slice *whole,
    const struct group *g, size_t n, double level)
{
	double each = 1 - (1 - level) * 2 / ((double)n * ((double)n - 1));
	const struct share *ends[2], *odds[2] = { NULL, NULL };
	struct interval i;
	double gap = -1;

	if (find_ends(g, n, SELECTED, ends)) {
		i = compare(ends[1], ends[0], each, false);
		add(e, whole, "demographic_parity_difference",
		    value_of(ends[1]) - value_of(ends[0]), &i);
		i = compare(ends[0], ends[1], each, true);
		add(e, whole, "demographic_parity_ratio",
		    value_of(ends[0]) / value_of(ends[1]), &i);
	}
	for (enum rate r = RECALL; r <= FPR; r++) {
		if (!find_ends(g, n, r, ends) ||
		    value_of(ends[1]) - value_of(ends[0]) <= gap)
			continue;
		gap = value_of(ends[1]) - value_of(ends[0]);
		odds[0] = ends[0];
		odds[1] = ends[1];
	}
	if (odds[0] == NULL)
		return;
	i = compare(odds[1], odds[0], each, false);
	add(e, whole, "equalized_odds_difference", gap, &i);
}

/* A whole slice and the groups behind it. */
static void
add_part(struct evaluation *e, const struct score_table *t,
    const struct slice *slices, size_t n, double level)
{
	struct group *g = mem_calloc(n, sizeof(*g));
	const struct group *most = g;

	for (size_t i = 1; i < n; i++) {
		g[i - 1] = count_group(&t->rows, &slices[i], level);
		if (slices[i].n > most->slice->n)
			most = &g[i - 1];
	}
	if (n > 2)
		add_overall(e, &slices[0], g, n - 1, level);
	for (size_t i = 0; i + 1 < n; i++)
		add_group(e, &g[i], most, t->rows.score != NULL &&
		    t->rows.has_probability, level);
	free(g);
}

int
fairness_make(const struct score_table *t, const struct slicing *slicing,
    double level, struct evaluation *out, struct diag *d)
{
	struct slice *slices;
	size_t n, end;

	memset(out, 0, sizeof(*out));
	if (t->rows.task != SCORED_BINARY)
		return (diag_set(d, "groups are compared by predictions of "
		    "two classes: say --positive for one against the rest"));
	slices = slicing_list(slicing, &n);
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n && !slices[end].whole; end++)
			;
		add_part(out, t, &slices[i], end - i, level);
	}
	slices_free(slicing, slices, n);
	return (0);
}
