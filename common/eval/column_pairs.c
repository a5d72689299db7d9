/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "radix.h"
#include "report.h"

#include "column_pairs.h"

struct pairing {
	const struct overview *o;
	const size_t *cols;	/* those that are looked at */
	size_t n_cols;
	uint32_t **orders;	/* of numbers: rows that have one, ascending */
	size_t *n_orders;
	struct column_pair *found;	/* a column b: with each of those before
					   it, n of them */
	double **ranks;		/* of numbers that are never missing */
	double **rooms;		/* a worker: two times the rows */
	size_t b;
};

static const struct sampled_column *
sampled(const struct pairing *p, size_t k)
{
	return (&p->o->rows.cols[p->cols[k]]);
}

/* Equal values share the mean of their ranks, from 1.  Only rows where the
   other column has a number count; the others get NaN. */
static void
rank_rows(const struct pairing *p, size_t k, const double *other, double *out)
{
	const double *x = sampled(p, k)->numbers;
	const uint32_t *order = p->orders[k];
	size_t n = p->n_orders[k], end, same;
	double below = 0;

	for (size_t i = 0; i < p->o->rows.n; i++)
		out[i] = NAN;
	for (size_t i = 0; i < n; i = end) {
		same = 0;
		for (end = i; end < n && x[order[end]] == x[order[i]]; end++)
			same += !isnan(other[order[end]]);
		for (size_t j = i; j < end; j++) {
			if (!isnan(other[order[j]]))
				out[order[j]] = below +
				    ((double)same + 1) / 2;
		}
		below += (double)same;
	}
}

static void
sort_column(void *ctx, size_t k, int worker)
{
	struct pairing *p = ctx;
	const double *x = sampled(p, k)->numbers;
	size_t n = p->o->rows.n, m = 0;
	uint32_t *rows, *order;
	double *v;

	(void)worker;
	if (x == NULL)
		return;
	rows = mem_alloc(n, sizeof(*rows));
	order = mem_alloc(n, sizeof(*order));
	v = mem_alloc(n, sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]))
			continue;
		rows[m] = (uint32_t)i;
		v[m++] = x[i];
	}
	sort_order(v, m, order);
	for (size_t i = 0; i < m; i++)
		order[i] = rows[order[i]];
	p->orders[k] = order;
	p->n_orders[k] = m;
	if (m == n) {
		p->ranks[k] = mem_alloc(n, sizeof(double));
		rank_rows(p, k, x, p->ranks[k]);
	}
	free(rows);
	free(v);
}

static double
spearman(const struct pairing *p, size_t a, size_t b, double *room)
{
	size_t n = p->o->rows.n;
	struct column_facts x = { .numbers = p->ranks[a] };
	struct column_facts y = { .numbers = p->ranks[b] };
	struct association *s = association_new(false, false, 0);
	double r;

	if (x.numbers == NULL || y.numbers == NULL) {
		rank_rows(p, a, sampled(p, b)->numbers, room);
		rank_rows(p, b, sampled(p, a)->numbers, room + n);
		x.numbers = room;
		y.numbers = room + n;
	}
	association_add(s, &x, &y, n);
	r = association_value(s);
	association_free(s);
	return (r);
}

static uint64_t
count_both(const struct pairing *p, size_t a, size_t b)
{
	uint64_t n = 0;

	if (p->ranks[a] != NULL && p->ranks[b] != NULL)
		return (p->o->rows.n);
	for (size_t i = 0; i < p->o->rows.n; i++)
		n += !row_sample_is_missing(&p->o->rows, p->cols[a], i) &&
		    !row_sample_is_missing(&p->o->rows, p->cols[b], i);
	return (n);
}

/* Column b with one before it. */
static void
compare(void *ctx, size_t a, int worker)
{
	struct pairing *p = ctx;
	const struct sampled_column *x = sampled(p, a);
	const struct sampled_column *y = sampled(p, p->b);
	struct column_facts fx = { .numbers = x->numbers, .ids = x->ids };
	struct column_facts fy = { .numbers = y->numbers, .ids = y->ids };
	struct association *s = association_new(x->ids != NULL,
	    y->ids != NULL, ASSOCIATION_LEVELS);
	struct column_pair *out = &p->found[a];

	association_add(s, &fx, &fy, p->o->rows.n);
	*out = (struct column_pair){ p->cols[a], p->cols[p->b],
	    association_kind(s), association_value(s),
	    association_strength(s), NAN, 0 };
	association_free(s);
	if (isnan(out->value))
		return;
	out->n = count_both(p, a, p->b);
	if (x->ids == NULL && y->ids == NULL)
		out->spearman = spearman(p, a, p->b, p->rooms[worker]);
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct column_pair *x = a, *y = b;
	double s = isnan(x->strength) ? -1 : x->strength;
	double t = isnan(y->strength) ? -1 : y->strength;

	if (s != t)
		return (s > t ? -1 : 1);
	if (x->a != y->a)
		return (x->a < y->a ? -1 : 1);
	return (x->b < y->b ? -1 : x->b > y->b);
}

static void
keep_strongest(struct column_pairs *out)
{
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), compare_pairs);
	out->n = out->n > PAIRS_MOST ? PAIRS_MOST : out->n;
}

static void
begin(struct pairing *p, struct crew *crew)
{
	int n = crew_threads(crew);

	p->orders = mem_calloc(p->n_cols, sizeof(*p->orders));
	p->n_orders = mem_calloc(p->n_cols, sizeof(*p->n_orders));
	p->found = mem_alloc(p->n_cols, sizeof(*p->found));
	p->ranks = mem_calloc(p->n_cols, sizeof(*p->ranks));
	p->rooms = mem_alloc((size_t)n, sizeof(*p->rooms));
	for (int i = 0; i < n; i++)
		p->rooms[i] = mem_alloc(p->o->rows.n, 2 * sizeof(double));
	crew_for(crew, p->n_cols, sort_column, p);
}

static void
finish(struct pairing *p, struct crew *crew)
{
	for (size_t k = 0; k < p->n_cols; k++) {
		free(p->orders[k]);
		free(p->ranks[k]);
	}
	for (int i = 0; i < crew_threads(crew); i++)
		free(p->rooms[i]);
	free(p->orders);
	free(p->n_orders);
	free(p->found);
	free(p->ranks);
	free(p->rooms);
}

/* Numbers, and categories with not too many levels. */
static bool
can_pair(const struct overview *o, size_t col)
{
	const struct sampled_column *c = &o->rows.cols[col];

	return (c->numbers != NULL || (c->ids != NULL &&
	    is_category_type(o->profile.columns[col].type) &&
	    o->facts[col].values.n <= ASSOCIATION_LEVELS &&
	    value_sample_is_whole(&o->facts[col].values)));
}

void
column_pairs_find(const struct overview *o, const bool *marked,
    struct crew *crew, struct column_pairs *out)
{
	size_t *cols = mem_alloc(o->profile.n, sizeof(*cols));
	struct pairing p = { .o = o, .cols = cols };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < o->rows.n_cols; i++) {
		if ((marked == NULL || marked[i]) && can_pair(o, i))
			cols[p.n_cols++] = i;
	}
	begin(&p, crew);
	for (p.b = 1; p.b < p.n_cols; p.b++) {
		crew_for(crew, p.b, compare, &p);
		out->v = mem_grow(out->v, &out->cap, out->n + p.b,
		    sizeof(*out->v));
		for (size_t a = 0; a < p.b; a++) {
			if (!isnan(p.found[a].value))
				out->v[out->n++] = p.found[a];
		}
		if (out->n > 2 * PAIRS_MOST)
			keep_strongest(out);
	}
	keep_strongest(out);
	finish(&p, crew);
	free(cols);
}

void
column_pairs_release(struct column_pairs *p)
{
	free(p->v);
	memset(p, 0, sizeof(*p));
}

struct stream *
column_pairs_report(const struct overview *o, const struct column_pairs *p,
    const struct stream *about)
{
	static const struct report_field columns[] = {
		{ "a", COL_STRING, 3 }, { "b", COL_STRING, 3 },
		{ "kind", COL_STRING, 2 }, { "correlation", COL_FLOAT, 3 },
		{ "strength", COL_FLOAT, 1 }, { "spearman", COL_FLOAT, 2 },
		{ "n", COL_INT }
	};
	struct stream *s = report_new(columns, 7, about);
	struct column *c = report_block(s)->cols;

	for (size_t i = 0; i < p->n; i++) {
		const struct column_pair *v = &p->v[i];

		report_text(&c[0], o->profile.columns[v->a].name);
		report_text(&c[1], o->profile.columns[v->b].name);
		report_text(&c[2], v->kind);
		report_number(&c[3], v->value);
		report_number(&c[4], v->strength);
		report_number(&c[5], v->spearman);
		column_add_int(&c[6], (int64_t)v->n);
	}
	return (s);
}
