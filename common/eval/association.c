/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "moments.h"

#include "association.h"

struct association {
	bool categories[2];	/* is a, is b a category? */
	bool too_many;
	size_t max_levels, n_levels[2];
	uint64_t n;
	double mean[2], m2[2], both;	/* pearson */
	struct moments *groups;		/* eta: a category */
	size_t groups_cap;
	double *cells;			/* cramer_v: (rooms[0], rooms[1]) */
	size_t rooms[2];
	double *scratch;		/* numbers of a batch */
	uint32_t *starts;
	size_t scratch_cap, starts_cap;
};

bool
is_category_type(enum col_type t)
{
	return (t == COL_BOOL || t == COL_STRING);
}

struct association *
association_new(bool a, bool b, size_t max_levels)
{
	struct association *s = MEM_NEW(struct association);

	s->categories[0] = a;
	s->categories[1] = b;
	s->max_levels = max_levels;
	return (s);
}

void
association_free(struct association *s)
{
	if (s == NULL)
		return;
	free(s->groups);
	free(s->cells);
	free(s->scratch);
	free(s->starts);
	free(s);
}

/* Two passes over the pairs of a batch, merged into those before (Chan, Golub
   and LeVeque 1979). */
static void
add_numbers(struct association *s, const double *x, const double *y, size_t n)
{
	double mean[2] = { 0 }, m2[2] = { 0 }, both = 0, k = 0, d[2], part;
	size_t first = 0;

	while (first < n && (isnan(x[first]) || isnan(y[first])))
		first++;
	if (first == n)
		return;
	for (size_t i = first; i < n; i++) {
		if (!isnan(x[i]) && !isnan(y[i])) {
			k++;
			mean[0] += x[i] - x[first];
			mean[1] += y[i] - y[first];
		}
	}
	mean[0] = x[first] + mean[0] / k;	/* of a constant: exact */
	mean[1] = y[first] + mean[1] / k;
	for (size_t i = first; i < n; i++) {
		if (!isnan(x[i]) && !isnan(y[i])) {
			m2[0] += (x[i] - mean[0]) * (x[i] - mean[0]);
			m2[1] += (y[i] - mean[1]) * (y[i] - mean[1]);
			both += (x[i] - mean[0]) * (y[i] - mean[1]);
		}
	}
	part = k / ((double)s->n + k);
	for (int j = 0; j < 2; j++) {
		d[j] = mean[j] - s->mean[j];
		s->mean[j] += d[j] * part;
		s->m2[j] += m2[j] + d[j] * d[j] * (double)s->n * part;
	}
	s->both += both + d[0] * d[1] * (double)s->n * part;
	s->n += (uint64_t)k;
}

/* Does the batch have no more levels than there may be? */
static bool
note_levels(struct association *s, int side, const uint32_t *ids, size_t n)
{
	size_t most = s->n_levels[side];

	for (size_t i = 0; i < n; i++) {
		if (ids[i] != VALUE_MISSING && ids[i] >= most)
			most = (size_t)ids[i] + 1;
	}
	s->n_levels[side] = most;
	s->too_many |= most > s->max_levels;
	return (!s->too_many);
}

/* Numbers are put together by group, so that each is added at once. */
static void
add_groups(struct association *s, const uint32_t *ids, const double *x,
    size_t n)
{
	size_t k = s->n_levels[0] + s->n_levels[1], had = s->groups_cap;

	s->groups = mem_grow(s->groups, &s->groups_cap, k,
	    sizeof(*s->groups));
	for (; had < s->groups_cap; had++)
		moments_init(&s->groups[had]);
	s->scratch = mem_grow(s->scratch, &s->scratch_cap, n,
	    sizeof(*s->scratch));
	s->starts = mem_grow(s->starts, &s->starts_cap, k + 2,
	    sizeof(*s->starts));
	memset(s->starts, 0, (k + 2) * sizeof(*s->starts));
	for (size_t i = 0; i < n; i++) {
		if (ids[i] != VALUE_MISSING && !isnan(x[i]))
			s->starts[ids[i] + 2]++;
	}
	for (size_t g = 2; g < k + 2; g++)
		s->starts[g] += s->starts[g - 1];
	for (size_t i = 0; i < n; i++) {
		if (ids[i] != VALUE_MISSING && !isnan(x[i]))
			s->scratch[s->starts[ids[i] + 1]++] = x[i];
	}
	for (size_t g = 0; g < k; g++)
		moments_add_many(&s->groups[g], s->scratch + s->starts[g],
		    s->starts[g + 1] - s->starts[g]);
}

static void
grow_cells(struct association *s)
{
	size_t rooms[2];
	double *cells;

	if (s->n_levels[0] <= s->rooms[0] && s->n_levels[1] <= s->rooms[1])
		return;
	for (int j = 0; j < 2; j++)
		rooms[j] = s->n_levels[j] > s->rooms[j] ?
		    2 * s->n_levels[j] : s->rooms[j];
	cells = mem_calloc(rooms[0], rooms[1] * sizeof(*cells));
	for (size_t i = 0; i < s->rooms[0]; i++)
		memcpy(cells + i * rooms[1], s->cells + i * s->rooms[1],
		    s->rooms[1] * sizeof(*cells));
	free(s->cells);
	s->cells = cells;
	memcpy(s->rooms, rooms, sizeof(rooms));
}

static void
add_cells(struct association *s, const uint32_t *a, const uint32_t *b,
    size_t n)
{
	grow_cells(s);
	for (size_t i = 0; i < n; i++) {
		if (a[i] != VALUE_MISSING && b[i] != VALUE_MISSING)
			s->cells[a[i] * s->rooms[1] + b[i]]++;
	}
}

void
association_add(struct association *s, const struct column_facts *a,
    const struct column_facts *b, size_t n)
{
	if (s->too_many ||
	    (s->categories[0] && !note_levels(s, 0, a->ids, n)) ||
	    (s->categories[1] && !note_levels(s, 1, b->ids, n)))
		return;
	if (s->categories[0] && s->categories[1])
		add_cells(s, a->ids, b->ids, n);
	else if (s->categories[0])
		add_groups(s, a->ids, b->numbers, n);
	else if (s->categories[1])
		add_groups(s, b->ids, a->numbers, n);
	else
		add_numbers(s, a->numbers, b->numbers, n);
}

const char *
association_kind(const struct association *s)
{
	if (s->categories[0] && s->categories[1])
		return ("cramer_v");
	return (s->categories[0] || s->categories[1] ? "eta" : "pearson");
}

/* What a square of 0 to 1 is of, with its rows and kinds. */
struct square {
	double value, n, kinds[2];
};

static struct square
eta(const struct association *s)
{
	struct square q = { NAN };
	struct moments all;
	double within = 0;

	moments_init(&all);
	for (size_t i = 0; i < s->groups_cap; i++) {
		q.kinds[0] += s->groups[i].n > 0;
		within += s->groups[i].n > 0 ? ldexp(s->groups[i].m2,
		    2 * (s->groups[i].scale - all.scale)) : 0;
		moments_merge(&all, &s->groups[i]);
	}
	q.n = (double)all.n;
	if (all.m2 > 0 && q.kinds[0] >= 2)
		q.value = fmax(0, 1 - within / all.m2);
	return (q);
}

/* chi2 / n is the sum of cell^2 / (row * column), less 1. */
static struct square
cramer_v(const struct association *s)
{
	double *row = mem_calloc(s->rooms[0], sizeof(*row)), sum = 0, cell;
	double *col = mem_calloc(s->rooms[1], sizeof(*col));
	struct square q = { NAN };

	for (size_t i = 0; i < s->rooms[0] * s->rooms[1]; i++) {
		row[i / s->rooms[1]] += s->cells[i];
		col[i % s->rooms[1]] += s->cells[i];
	}
	for (size_t i = 0; i < s->rooms[0]; i++) {
		q.n += row[i];
		q.kinds[0] += row[i] > 0;
	}
	for (size_t i = 0; i < s->rooms[1]; i++)
		q.kinds[1] += col[i] > 0;
	for (size_t i = 0; i < s->rooms[0] * s->rooms[1]; i++) {
		cell = s->cells[i];
		sum += cell > 0 ? cell * cell / (row[i / s->rooms[1]] *
		    col[i % s->rooms[1]]) : 0;
	}
	free(row);
	free(col);
	if (q.kinds[0] >= 2 && q.kinds[1] >= 2)
		q.value = fmax(0, sum - 1);
	return (q);
}

double
association_value(const struct association *s)
{
	struct square q;

	if (s->too_many)
		return (NAN);
	if (s->categories[0] && s->categories[1]) {
		q = cramer_v(s);
		return (sqrt(q.value /
		    (fmin(q.kinds[0], q.kinds[1]) - 1)));
	}
	if (s->categories[0] || s->categories[1])
		return (sqrt(eta(s).value));
	return (s->m2[0] > 0 && s->m2[1] > 0 ?
	    s->both / sqrt(s->m2[0] * s->m2[1]) : NAN);
}

/* As Bergsma has it: kinds that chance alone would fill are not counted. */
static double
corrected_v(const struct square *q)
{
	double k[2], free = (q->kinds[0] - 1) * (q->kinds[1] - 1);

	for (int j = 0; j < 2; j++)
		k[j] = q->kinds[j] - 1 - (q->kinds[j] - 1) *
		    (q->kinds[j] - 1) / (q->n - 1);
	if (!(fmin(k[0], k[1]) > 0.5))
		return (NAN);		/* as good as a kind a row */
	return (sqrt(fmax(0, q->value - free / (q->n - 1)) /
	    fmin(k[0], k[1])));
}

/* The root of an R^2 that is adjusted for so many kinds. */
static double
adjusted(double r2, double n, double kinds)
{
	return (n > kinds ? sqrt(fmax(0, 1 - (1 - r2) * (n - 1) /
	    (n - kinds))) : NAN);
}

double
association_strength(const struct association *s)
{
	struct square q;
	double r;

	if (s->too_many)
		return (NAN);
	if (s->categories[0] && s->categories[1]) {
		q = cramer_v(s);
		return (corrected_v(&q));
	}
	if (s->categories[0] || s->categories[1]) {
		q = eta(s);
		return (isnan(q.value) ? NAN :
		    adjusted(q.value, q.n, q.kinds[0]));
	}
	r = association_value(s);
	return (isnan(r) ? NAN : adjusted(r * r, (double)s->n, 2));
}

bool
association_separates(const struct association *s, uint64_t least)
{
	const struct moments *a, *b;
	size_t n = 0;

	if (s->too_many)
		return (false);
	for (size_t i = 0; i < s->groups_cap; i++) {
		a = &s->groups[i];
		n += a->n > 0;
		if (a->n > 0 && a->n < least)
			return (false);
		for (size_t j = 0; a->n > 0 && j < i; j++) {
			b = &s->groups[j];
			if (b->n > 0 && a->min <= b->max && b->min <= a->max)
				return (false);
		}
	}
	return (n >= 2);
}
