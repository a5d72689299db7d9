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

/* One class against the rest, and where the metrics of its groups go. */
struct fairness {
	const struct score_table *t;
	uint32_t class;
	double level;
	struct evaluation *out;
};

/* The probability of the class; NaN where there is none. */
static double
expect(const struct scored *s, size_t row, uint32_t class)
{
	if (s->score == NULL || !s->has_probability)
		return (NAN);
	return (s->score[row * s->n_scores +
	    (s->task == SCORED_BINARY ? 0 : class)]);
}

static struct group
count_group(const struct fairness *f, const struct slice *slice)
{
	const struct scored *s = &f->t->rows;
	struct group g = { .slice = slice };
	struct share base = { 0, 0, 0 };

	for (size_t i = 0; i < slice->n; i++) {
		size_t row = slice->rows[i];
		bool is = s->truth_class[row] == f->class;
		bool said = s->predicted_class[row] == f->class;
		double w = s->weight != NULL ? s->weight[row] : 1;

		count(&g.rates[SELECTED], true, said, w);
		count(&g.rates[RECALL], is, said, w);
		count(&g.rates[FPR], !is, said, w);
		count(&g.rates[PRECISION], said, is, w);
		count(&g.rates[ACCURACY], true, is == said, w);
		count(&base, true, is, w);
		g.expected += w * expect(s, row, f->class);
	}
	g.positives = base.hit;
	interval_wilson(value_of(&base), rows_of(&base), f->level,
	    &g.observed);
	g.observed.low *= base.all;
	g.observed.high *= base.all;
	return (g);
}

/* Of several classes the metric is told with its class. */
static void
add(const struct fairness *f, const struct slice *s, const char *metric,
    double value, const struct interval *i)
{
	struct evaluation *e = f->out;
	struct str name = STR_INIT;

	str_addz(&name, metric);
	if (f->t->rows.task == SCORED_MULTICLASS)
		str_addf(&name, "(class=%s)", f->t->classes[f->class]);
	e->rows = mem_grow(e->rows, &e->cap, e->n + 1, sizeof(*e->rows));
	e->rows[e->n++] = (struct evaluation_row){
		.slice = mem_strdup(s->label),
		.metric = mem_strdup(str_get(&name)),
		.whole = s->whole, .n = s->n,
		.estimate = { value, i->low, i->high }, .baseline = NAN };
	str_release(&name);
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
add_group(const struct fairness *f, const struct group *g,
    const struct group *most)
{
	static const char *const differences[] = { "selected_difference",
	    "recall_difference", "fpr_difference" };
	const double level = f->level;
	struct interval i;

	for (size_t r = 0; r < N_RATES; r++) {
		const struct share *s = &g->rates[r];

		i = none;
		if (s->all > 0)
			interval_wilson(value_of(s), rows_of(s), level, &i);
		add(f, g->slice, rate_names[r], value_of(s), &i);
	}
	if (!isnan(g->expected)) {
		i = (struct interval){ g->observed.low / g->expected,
		    g->observed.high / g->expected };
		add(f, g->slice, "observed_expected",
		    g->positives / g->expected, &i);
	}
	if (g == most)
		return;
	i = compare(&g->rates[SELECTED], &most->rates[SELECTED], level, true);
	add(f, g->slice, "selected_ratio", value_of(&g->rates[SELECTED]) /
	    value_of(&most->rates[SELECTED]), &i);
	for (size_t r = SELECTED; r <= FPR; r++) {
		i = compare(&g->rates[r], &most->rates[r], level, false);
		add(f, g->slice, differences[r], value_of(&g->rates[r]) -
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
add_overall(const struct fairness *f, const struct slice *whole,
    const struct group *g, size_t n)
{
	double each = 1 - (1 - f->level) * 2 / ((double)n * ((double)n - 1));
	const struct share *ends[2], *odds[2] = { NULL, NULL };
	struct interval i;
	double gap = -1;

	if (find_ends(g, n, SELECTED, ends)) {
		i = compare(ends[1], ends[0], each, false);
		add(f, whole, "demographic_parity_difference",
		    value_of(ends[1]) - value_of(ends[0]), &i);
		i = compare(ends[0], ends[1], each, true);
		add(f, whole, "demographic_parity_ratio",
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
	add(f, whole, "equalized_odds_difference", gap, &i);
}

/* A whole slice and the groups behind it. */
static void
add_part(const struct fairness *f, const struct slice *slices, size_t n)
{
	struct group *g = mem_calloc(n, sizeof(*g));
	const struct group *most = g;

	for (size_t i = 1; i < n; i++) {
		g[i - 1] = count_group(f, &slices[i]);
		if (slices[i].n > most->slice->n)
			most = &g[i - 1];
	}
	if (n > 2)
		add_overall(f, &slices[0], g, n - 1);
	for (size_t i = 0; i + 1 < n; i++)
		add_group(f, &g[i], most);
	free(g);
}

int
fairness_make(const struct score_table *t, const struct slicing *slicing,
    double level, struct evaluation *out, struct diag *d)
{
	const bool binary = t->rows.task == SCORED_BINARY;
	struct fairness f = { t, 0, level, out };
	struct slice *slices;
	size_t n, end;

	memset(out, 0, sizeof(*out));
	if (t->rows.task == SCORED_REGRESSION)
		return (diag_set(d, "groups are compared by predictions of "
		    "classes, and these are numbers"));
	slices = slicing_list(slicing, &n);
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n && !slices[end].whole; end++)
			;
		for (f.class = binary; f.class < t->rows.n_classes; f.class++)
			add_part(&f, &slices[i], end - i);
	}
	slices_free(slicing, slices, n);
	return (0);
}
